-- What is known of these sources, as each was configured last.
select
    source_id,
    arg_max(settings, recorded_at)::varchar as settings
from internal.sources
where source_id in (select unnest($sources::varchar[]))
group by source_id;
