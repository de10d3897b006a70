-- The heads of the articles that got a version. Of an article that is gone, what
-- it last said stays, so that its return can be told.
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
    coalesce(s.text_digest, h.text_digest) as text_digest,
    coalesce(s.repeat_key, h.repeat_key) as repeat_key,
    coalesce(s.n_words, h.n_words) as n_words,
    case
        when v.outcome = 'gone' then h.published_at
        else s.published_at
    end as published_at,
    v.outcome = 'gone' as is_deleted,
    s.payload_digest,
    s.listed_digest,
    s.parser,
    coalesce(s.url, h.url) as url,
    coalesce(s.tags, h.tags) as tags,
    case
        when v.outcome = 'gone' then h.modified_at
        else s.modified_at
    end as modified_at,
    coalesce(h.first_seen_at, s.captured_at) as first_seen_at,
    case
        when v.outcome = 'gone' then h.last_seen_at
        else s.captured_at
    end as last_seen_at,
    h.cluster_id,
    h.duplicate_of,
    h.decision_id,
    h.n_duplicates,
    s.captured_at as last_look_at,
    coalesce(h.has_late, false) as has_late
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
left join staged_keys as k
    on v.row_no = k.row_no and v.article_id = k.key_digest
left join internal.article_heads as h on v.article_id = h.article_id
where v.makes_version;
