-- Runs without an end, other than this one: the lock is ours, so they are dead.
insert into internal.run_ends by name
select
    r.run_id,
    $now as ended_at,
    'abandoned' as status,
    'it died; what it had committed counts' as detail
from internal.runs as r
where r.run_id != $run_id
    and not exists (
        select 1 from internal.run_ends as e where e.run_id = r.run_id
    )
returning run_id;
