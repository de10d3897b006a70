insert into internal.batches by name
with counted as (
    select
        count(*) filter (where outcome != 'rejected') as n_observations,
        count(*) filter (where outcome = 'rejected') as n_failed,
        count(*) filter (where makes_version) as n_versions
    from verdicts
),

rejected as (
    select count(*) as n_rejects from staged_rejects
),

looked as (
    select count(*) as n_merged
    from staged_looks as s
    where s.row_no not in (select row_no from verdicts)
)

select
    $batch_key as batch_key,
    $run_id as run_id,
    $source_id as source_id,
    $now as committed_at,
    $n_entries - l.n_merged as n_in,
    c.n_observations,
    r.n_rejects + c.n_failed as n_rejects,
    c.n_versions
from counted as c, rejected as r, looked as l;
