-- The heads of the articles that got a version.
create or replace temp table new_heads as
select
    v.article_id,
    coalesce(h.source_id, s.source_id) as source_id,
    coalesce(h.identity_key, k.written) as identity_key,
    coalesce(h.identity_rule, k.rule) as identity_rule,
    md5(concat_ws(
        '/', v.article_id, s.fingerprint, epoch_us(s.captured_at)
    ))::uuid as version_id,
    v.version_no,
    s.fingerprint,
    s.text_digest,
    s.repeat_key,
    s.n_words,
    s.published_at,
    false as is_deleted,
    s.payload_digest,
    s.listed_digest,
    s.parser,
    s.url,
    s.tags,
    s.modified_at,
    coalesce(h.first_seen_at, s.captured_at) as first_seen_at,
    s.captured_at as last_seen_at,
    h.cluster_id,
    h.duplicate_of,
    h.decision_id,
    h.n_duplicates
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
left join staged_keys as k
    on v.row_no = k.row_no and v.article_id = k.key_digest
left join internal.article_heads as h on v.article_id = h.article_id
where v.makes_version;
