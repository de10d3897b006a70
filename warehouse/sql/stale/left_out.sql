-- What another parser left out than today's: of each key the last bytes, where nothing
-- was read since, one row per key.
create or replace temp table stale as
with left_out as (
    select
        source_id,
        identity_key,
        payload_digest,
        arg_max_null(parser, rejected_at) as parser
    from internal.rejects
    where stage = 'parse' and payload_digest is not null
    group by source_id, identity_key, payload_digest
),

entries as (
    select
        p.* exclude (parser),
        l.parser as last_parser,
        coalesce(d.source_id, p.source_id) as reader,
        coalesce(d.parser, p.parser) as parser,
        h.last_seen_at,
        row_number() over (
            partition by p.key_digest
            order by p.captured_at desc, p.warc_file desc, p.entry_offset desc
        ) as nth_last
    from places as p
    inner join left_out as l
        on p.source_id = l.source_id
            and p.written = l.identity_key
            and p.payload_digest = l.payload_digest
    left join internal.article_keys as k on p.key_digest = k.key_digest
    left join internal.article_heads as h on k.article_id = h.article_id
    left join readers as d on k.article_id = d.article_id
    where not exists (
        select 1
        from internal.observations as o
        where o.article_id = k.article_id
            and o.payload_digest = p.payload_digest
            and o.fingerprint is not null
    )
)

select
    e.source_id,
    e.reader,
    e.warc_file as entry_file,
    e.entry_offset,
    e.captured_at,
    null::uuid as fingerprint,
    s.* exclude (batch_key)
from entries as e
inner join internal.payloads as s on e.payload_digest = s.payload_digest
where e.nth_last = 1
    and e.captured_at >= $since
    and (len($sources::varchar[]) = 0 or e.reader in (select unnest($sources)))
    and (e.last_seen_at is null or e.captured_at > e.last_seen_at)
    and ($is_all or e.last_parser is distinct from e.parser);
