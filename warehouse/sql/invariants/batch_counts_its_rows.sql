-- A batch that counts other looks or rejects than it has.
with looks as (
    select
        batch_key,
        count(*) as n
    from internal.observations
    group by batch_key
),

rejected as (
    select
        batch_key,
        count(*) as n
    from internal.rejects
    group by batch_key
)

select
    b.batch_key,
    b.n_observations,
    l.n as n_looks_there,
    b.n_rejects,
    r.n as n_rejects_there
from internal.batches as b
left join looks as l on b.batch_key = l.batch_key
left join rejected as r on b.batch_key = r.batch_key
where b.n_observations != coalesce(l.n, 0) or b.n_rejects != coalesce(r.n, 0);
