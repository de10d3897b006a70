-- A batch that is said to be of one source and holds something of another.
with rows_of_sources as (
    select
        batch_key,
        source_id
    from internal.observations
    union
    select
        batch_key,
        source_id
    from internal.rejects
)

select
    b.batch_key,
    b.source_id,
    r.source_id as other_source_id
from internal.batches as b
inner join rows_of_sources as r on b.batch_key = r.batch_key
where b.source_id != r.source_id;
