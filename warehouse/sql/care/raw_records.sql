-- What the raw files hold, one row per record.
create temp table raw_records (
    warc_file varchar,
    warc_offset bigint,
    warc_length bigint,
    kind varchar,
    payload_digest varchar,
    batch_key uuid,
    held_file varchar,
    held_offset bigint,
);
