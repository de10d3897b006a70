-- The batch itself, last: with its key all of it is there. Looks that led to an article
-- that another look of the run is of do not count.
insert into internal.batches by name
with counted as (
    select
        count(*) as n_judged,
        count(*) filter (where outcome != 'rejected') as n_observations,
        count(*) filter (where outcome = 'rejected') as n_failed,
        count(*) filter (where makes_version) as n_versions
    from verdicts
),

rejected as (
    select count(*) as n_rejects from staged_rejects
),

staged as (
    select count(*) as n_looks from staged_looks
)

select
    $batch_key as batch_key,
    $run_id as run_id,
    $source_id as source_id,
    $now as committed_at,
    $n_entries - s.n_looks + c.n_judged as n_in,
    c.n_observations,
    r.n_rejects + c.n_failed as n_rejects,
    c.n_versions
from counted as c, rejected as r, staged as s;
