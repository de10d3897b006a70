-- When each source was last looked at with success.
select
    source_id,
    max(looked_at) as last_success_at
from internal.source_looks
where outcome in ('ok', 'not_modified')
group by source_id;
