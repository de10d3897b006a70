-- A batch of a run that never began.
select
    batch_key,
    run_id
from internal.batches as b
where not exists (
    select 1 from internal.runs as r where r.run_id = b.run_id
);
