-- What a person should look at after a run, one row per finding.
select
    source_id,
    kind,
    detail
from internal.findings
where run_id = $run_id
order by source_id nulls first, kind;
