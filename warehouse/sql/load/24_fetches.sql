-- Every request of the batch, once each however often it is taken up.
insert into internal.fetches by name
select
    *,
    $run_id as run_id,
    $batch_key as batch_key
from staged_fetches as f
where not exists (
    select 1 from internal.fetches as o where o.fetch_id = f.fetch_id
);
