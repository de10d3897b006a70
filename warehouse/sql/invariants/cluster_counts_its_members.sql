-- A cluster that counts other members than it has, or that is one article.
with sizes as (
    select
        cluster_id,
        count(*) as n_members
    from internal.article_heads
    where cluster_id is not null
    group by cluster_id
)

select
    h.article_id,
    h.cluster_id,
    h.n_duplicates,
    s.n_members
from internal.article_heads as h
inner join sizes as s on h.cluster_id = s.cluster_id
where h.is_deleted
    or s.n_members < 2
    or h.n_duplicates is distinct from s.n_members - 1;
