-- The sources that are configured otherwise than they were kept last.
insert into internal.sources by name
with latest as (
    select
        source_id,
        arg_max(kind, recorded_at) as kind,
        arg_max(location, recorded_at) as location,
        arg_max(settings, recorded_at) as settings
    from internal.sources
    where source_id in (select g.source_id from given as g)
    group by source_id
)

select
    g.source_id,
    g.kind,
    g.location,
    g.settings::json as settings,
    $run_id as run_id,
    $now as recorded_at
from given as g
left join latest as l on g.source_id = l.source_id
where l.kind is distinct from g.kind
    or l.location is distinct from g.location
    or l.settings::varchar is distinct from g.settings;
