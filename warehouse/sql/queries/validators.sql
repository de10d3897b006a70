-- The validators that came with a source's last listing: both, or neither.
select
    etag,
    last_modified
from internal.source_looks
where source_id = $source_id and outcome = 'ok'
order by looked_at desc
limit 1;
