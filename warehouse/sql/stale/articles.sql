-- The articles whose last bytes another parser read than today's: where the bytes are,
-- and with which entry they came last, one of the source that reads the article where
-- there is one, one row per article.
create or replace temp table stale as
with gone as (
    select
        o.article_id,
        arg_max(o.payload_digest, (o.captured_at, b.committed_at)) as payload_digest,
        arg_max(o.parser, (o.captured_at, b.committed_at)) as parser,
        arg_max(o.fingerprint, (o.captured_at, b.committed_at)) as fingerprint,
        max(o.captured_at) as captured_at
    from internal.observations as o
    inner join internal.article_heads as h on o.article_id = h.article_id
    inner join internal.batches as b on o.batch_key = b.batch_key
    where h.is_deleted and o.fingerprint is not null
    group by o.article_id
),

last_read as (
    select
        article_id,
        payload_digest,
        parser,
        fingerprint,
        last_seen_at as captured_at
    from internal.article_heads
    where not is_deleted
    union all by name
    select * from gone
),

-- the last entry tells what the listing said last; where only others brought these
-- bytes it is theirs, read by the rules of the source that reads the article
entries as (
    select
        p.* exclude (captured_at, parser),
        r.captured_at,
        r.fingerprint,
        r.parser as last_parser,
        coalesce(d.source_id, p.source_id) as reader,
        coalesce(d.parser, p.parser) as parser,
        row_number() over (
            partition by r.article_id
            order by
                p.source_id is not distinct from d.source_id desc,
                p.warc_file desc,
                p.entry_offset desc
        ) as nth_last
    from places as p
    inner join internal.article_keys as k on p.key_digest = k.key_digest
    inner join last_read as r
        on k.article_id = r.article_id and p.payload_digest = r.payload_digest
    left join readers as d on r.article_id = d.article_id
)

select
    e.source_id,
    e.reader,
    e.warc_file as entry_file,
    e.entry_offset,
    e.captured_at,
    e.fingerprint,
    s.* exclude (batch_key)
from entries as e
inner join internal.payloads as s on e.payload_digest = s.payload_digest
where e.nth_last = 1
    and e.captured_at >= $since
    and (len($sources::varchar[]) = 0 or e.reader in (select unnest($sources)))
    and (
        $is_all
        or e.last_parser is distinct from e.parser
        -- what today's parser cannot read keeps the text of the one that could
        and not exists (
            select 1
            from internal.rejects as r
            where r.payload_digest = e.payload_digest
                and r.identity_key = e.written
                and r.source_id = e.source_id
                and r.parser = e.parser
        )
    );
