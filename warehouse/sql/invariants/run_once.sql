-- A run that began twice, or ended twice.
with rows_of_runs as (
    select 'runs' as table_name, run_id from internal.runs
    union all
    select 'run_ends', run_id from internal.run_ends
)

select
    table_name,
    run_id,
    count(*) as n
from rows_of_runs
group by table_name, run_id
having count(*) > 1;
