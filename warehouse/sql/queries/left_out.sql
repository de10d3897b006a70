-- What these parsers left out of these payloads.
select distinct
    r.identity_key,
    r.payload_digest,
    r.parser,
    r.reason,
    r.detail,
    r.url,
    r.excerpt
from internal.rejects as r
where r.stage = 'parse'
    and r.parser in (select unnest($parsers))
    and r.payload_digest in (select w.payload_digest from wanted as w);
