-- A version that begins when nobody looked at its article.
select
    article_id,
    version_no,
    valid_from
from internal.versions as v
where not exists (
    select 1
    from internal.observations as o
    where o.article_id = v.article_id and o.captured_at = v.valid_from
);
