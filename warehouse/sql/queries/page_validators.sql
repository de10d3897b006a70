-- The validators that came with the bytes that are wanted, null for any, from the
-- newest answer of each address that brought them.
select
    f.url,
    arg_max_null(f.etag, f.started_at) as etag,
    arg_max_null(f.last_modified, f.started_at) as last_modified
from internal.fetches as f
inner join wanted as w
    on f.url = w.url
        and f.payload_digest = coalesce(w.payload_digest, f.payload_digest)
where f.started_at >= $since
    and f.outcome = 'ok'
    and (f.etag is not null or f.last_modified is not null)
group by f.url;
