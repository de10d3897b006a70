-- Where the payloads with these digests are kept.
select
    payload_digest,
    media_type,
    charset,
    n_bytes,
    warc_file,
    warc_offset,
    warc_length
from internal.payloads
where payload_digest in (select w.payload_digest from wanted as w);
