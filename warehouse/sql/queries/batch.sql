-- The counts of a batch that was committed; no row where it was not.
select
    n_in,
    n_observations,
    n_rejects,
    n_versions
from internal.batches
where batch_key = $batch_key;
