insert into internal.runs by name
select
    $run_id as run_id,
    $now as started_at,
    $program as program,
    $command as command,
    $host as host,
    $pid as pid
where not exists (
    select 1 from internal.runs as r where r.run_id = $run_id
);
