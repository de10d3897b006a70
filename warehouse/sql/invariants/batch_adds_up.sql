-- A batch whose looks and rejects are not what came in.
select
    batch_key,
    n_in,
    n_observations,
    n_rejects
from internal.batches
where n_in != n_observations + n_rejects;
