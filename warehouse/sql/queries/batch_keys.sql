-- The keys of all committed batches.
select batch_key
from internal.batches;
