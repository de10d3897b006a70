-- What tells who prints an article: its address, its publisher, its source.
select
    h.article_id,
    h.url,
    v.publisher,
    h.source_id
from held as h
inner join internal.versions as v on h.version_id = v.version_id
where not h.is_deleted;
