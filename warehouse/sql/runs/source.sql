insert into internal.sources by name
with latest as (
    select
        arg_max(kind, recorded_at) as kind,
        arg_max(location, recorded_at) as location,
        arg_max(settings, recorded_at) as settings
    from internal.sources
    where source_id = $source_id
)

select
    $source_id as source_id,
    $kind as kind,
    $location as location,
    $settings::json as settings,
    $run_id as run_id,
    $now as recorded_at
from latest as l
where l.kind is distinct from $kind
    or l.location is distinct from $location
    or l.settings::varchar is distinct from $settings;
