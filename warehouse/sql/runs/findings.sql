select
    kind,
    detail,
    source_id,
    figure,
    usual_figure
from internal.findings
where run_id = $run_id
order by source_id nulls first, kind;
