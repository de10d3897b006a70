-- What the articles say, those that repeat another left out.
select v.text
from internal.article_heads as h
inner join internal.versions as v on h.version_id = v.version_id
where not h.is_deleted and coalesce(h.duplicate_of, h.article_id) = h.article_id;
