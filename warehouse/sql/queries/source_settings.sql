-- What is known of a source, as it was configured last.
select arg_max(settings, recorded_at)::varchar as settings
from internal.sources
where source_id = $source_id;
