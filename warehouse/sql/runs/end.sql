insert into internal.run_ends by name
select
    $run_id as run_id,
    $now as ended_at,
    $status as status,
    $detail as detail
where not exists (
    select 1 from internal.run_ends as e where e.run_id = $run_id
);
