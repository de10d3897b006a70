select
    stage,
    reason,
    count(*) as n
from internal.rejects
where run_id = $run_id
group by stage, reason
order by n desc, stage, reason;
