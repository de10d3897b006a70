-- Rows of a batch that was never committed.
with rows_of_batches as (
    select 'payloads' as table_name, batch_key from internal.payloads
    union all
    select 'article_keys', batch_key from internal.article_keys
    union all
    select 'observations', batch_key from internal.observations
    union all
    select 'versions', batch_key from internal.versions
    union all
    select 'repeats', batch_key from internal.repeats
    union all
    -- what was decided when all texts were judged again is of no batch
    select 'duplicate_decisions', batch_key
    from internal.duplicate_decisions
    where batch_key is not null
    union all
    select 'cluster_aliases', batch_key
    from internal.cluster_aliases
    where batch_key is not null
    union all
    -- what was asked of a source that brought nothing is of no batch
    select 'fetches', batch_key from internal.fetches where batch_key is not null
    union all
    select 'rejects', batch_key from internal.rejects
)

select
    table_name,
    batch_key,
    count(*) as n
from rows_of_batches as r
where not exists (
    select 1 from internal.batches as b where b.batch_key = r.batch_key
)
group by table_name, batch_key;
