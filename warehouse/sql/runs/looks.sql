-- What came of each source, once a run.
insert into internal.source_looks by name
select
    *,
    $run_id as run_id
from given_looks as g
where not exists (
    select 1
    from internal.source_looks as l
    where l.run_id = $run_id and l.source_id = g.source_id
);
