-- The heads of articles that were not known, each named by the key that it has its id
-- of. Names are found apart, which takes half of the time: the looks, wide as they are,
-- are then joined to them as they are read.
insert into internal.article_heads by name
with owners as (
    select
        key_digest,
        min(row_no) as row_no
    from keys
    where nth = 0 and known_id is null
    group by key_digest
),

named as materialized (
    select
        j.article_id,
        j.row_no,
        j.version_no,
        k.rule,
        k.written
    from judged as j
    left join owners as o on j.article_id = o.key_digest
    left join staged_keys as k on o.row_no = k.row_no and k.nth = 0
    where j.makes_version and not j.is_known
)

select
    n.article_id,
    s.source_id,
    n.written as identity_key,
    n.rule as identity_rule,
    md5(concat_ws(
        '/', n.article_id, s.fingerprint, epoch_us(s.captured_at)
    ))::uuid as version_id,
    n.version_no,
    s.fingerprint,
    s.text_digest,
    s.repeat_key,
    s.own_key,
    s.n_words,
    s.published_at,
    false as is_deleted,
    s.payload_digest,
    s.listed_digest,
    s.parser,
    s.url,
    s.tags,
    s.modified_at,
    s.captured_at as first_seen_at,
    s.captured_at as last_seen_at,
    s.captured_at as last_look_at,
    false as has_late
from named as n
inner join staged_looks as s on n.row_no = s.row_no;
