-- The validators that came with a source's last listing, both or neither; none where
-- its entries were read by another parser, which needs the listing whole.
with last_listing as (
    select
        etag,
        last_modified,
        parser
    from internal.source_looks
    where source_id = $source_id and outcome = 'ok'
    order by looked_at desc
    limit 1
)

select
    etag,
    last_modified
from last_listing
where parser = $parser;
