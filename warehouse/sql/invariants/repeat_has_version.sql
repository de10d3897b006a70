-- A passage taken out of a version that is not there.
select
    article_id,
    version_id
from internal.repeats as r
where not exists (
    select 1
    from internal.versions as v
    where v.version_id = r.version_id and v.article_id = r.article_id
);
