-- The source of each committed batch.
select
    batch_key,
    source_id
from internal.batches;
