-- Where the raw bytes are kept, one row per distinct payload.
create view payloads as
select
    payload_digest,
    media_type,
    charset,
    n_bytes as bytes,
    warc_file,
    warc_offset,
    warc_length
from internal.payloads;
