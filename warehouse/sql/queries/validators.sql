-- The validators that came with a source's last listing.
select
    arg_max(etag, looked_at) as etag,
    arg_max(last_modified, looked_at) as last_modified
from internal.source_looks
where source_id = $source_id and outcome = 'ok';
