-- Where each version goes when they are ordered as analysts filter.
create temp table places as
select
    version_id,
    row_number() over (
        order by source_id, published_at, version_id
    ) - 1 as place
from internal.versions;
