-- Every run with the number of its findings, one row per run, the newest first.
with found as (
    select
        run_id,
        count(*) as n_findings
    from internal.findings
    group by run_id
)

select
    r.run_id,
    r.started_at,
    r.ended_at,
    r.status,
    r.command,
    coalesce(f.n_findings, 0) as n_findings
from runs as r
left join found as f on r.run_id = f.run_id
order by r.started_at desc;
