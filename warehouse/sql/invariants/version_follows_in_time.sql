-- A version that was at the source before the one that it follows.
select
    n.article_id,
    n.version_no,
    v.valid_from as one_before_from,
    n.valid_from
from internal.versions as v
inner join internal.versions as n
    on v.article_id = n.article_id and v.version_no + 1 = n.version_no
where n.valid_from < v.valid_from;
