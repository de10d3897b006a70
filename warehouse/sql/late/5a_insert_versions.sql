insert into internal.versions by name
select
    v.* exclude (source_id, url),
    coalesce(v.source_id, h.source_id) as source_id,
    v.url
from late_versions as v
inner join internal.article_heads as h on v.article_id = h.article_id;
