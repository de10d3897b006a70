-- What the ledger holds, in one row.
with heads as (
    select
        count(*) as n_known,
        count(*) filter (where is_deleted) as n_deleted
    from internal.article_heads
),

versions as (
    select count(*) as n_versions
    from internal.versions
),

distinct_articles as (
    select count(*) as n_articles
    from articles
)

select
    a.n_articles,
    h.n_known - h.n_deleted - a.n_articles as n_duplicates,
    h.n_deleted,
    v.n_versions
from heads as h
cross join versions as v
cross join distinct_articles as a;
