-- A duplicate of an article that is none, that is gone or that repeats another.
select
    h.article_id,
    h.duplicate_of
from internal.article_heads as h
left join internal.article_heads as r on h.duplicate_of = r.article_id
where h.duplicate_of is not null
    and (
        r.article_id is null
        or r.is_deleted
        or r.duplicate_of is not null
        or r.cluster_id is distinct from h.cluster_id
    );
