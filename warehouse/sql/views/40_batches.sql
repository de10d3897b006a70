-- What was committed together, one row per batch.
create view batches as
select
    batch_key,
    run_id,
    source_id,
    committed_at,
    n_in,
    n_observations,
    n_rejects,
    n_versions
from internal.batches;
