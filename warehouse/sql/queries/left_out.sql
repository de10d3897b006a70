-- What a parser left out of these payloads.
select distinct
    r.identity_key,
    r.payload_digest,
    r.reason,
    r.detail,
    r.url,
    r.excerpt
from internal.rejects as r
where r.stage = 'parse'
    and r.parser = $parser
    and r.payload_digest in (select w.payload_digest from wanted as w);
