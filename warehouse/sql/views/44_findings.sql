-- What a person should look at, one row per finding of a run.
create view findings as
select
    run_id,
    source_id,
    kind,
    detail,
    figure,
    usual_figure,
    found_at
from internal.findings;
