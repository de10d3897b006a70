-- The clusters that a run's batches changed, largest first, one row per cluster.
with touched as (
    select distinct d.cluster_id
    from internal.duplicate_decisions as d
    inner join internal.batches as b on d.batch_key = b.batch_key
    where b.run_id = $run_id and d.duplicate_of is not null
),

members as (
    select
        cluster_id,
        any_value(version_id) filter (where duplicate_of is null) as version_id,
        any_value(article_id) filter (where duplicate_of is null) as article_id,
        count(*) as n_members,
        list_sort(list(distinct source_id)) as source_ids
    from internal.article_heads
    where not is_deleted and cluster_id in (from touched)
    group by cluster_id
    order by n_members desc, cluster_id
    limit $n
)

select
    m.article_id,
    m.n_members,
    m.source_ids,
    coalesce(v.title, left(v.text, 80)) as title
from members as m
inner join internal.versions as v on m.version_id = v.version_id
order by m.n_members desc, m.cluster_id;
