-- The heads of known articles that got a version. Of one that is gone, what it last
-- said stays, so that its return can be told.
insert into internal.article_heads by name
select
    h.* replace (
        md5(concat_ws(
            '/', j.article_id, s.fingerprint, epoch_us(s.captured_at),
            case when j.cause = 'parser' then epoch_us($now::timestamptz) end
        ))::uuid as version_id,
        j.version_no as version_no,
        s.fingerprint as fingerprint,
        coalesce(s.text_digest, h.text_digest) as text_digest,
        coalesce(s.repeat_key, h.repeat_key) as repeat_key,
        case
            when j.outcome = 'gone' then h.own_key
            else s.own_key
        end as own_key,
        coalesce(s.n_words, h.n_words) as n_words,
        case
            when j.outcome = 'gone' then h.published_at
            else s.published_at
        end as published_at,
        j.outcome = 'gone' as is_deleted,
        s.payload_digest as payload_digest,
        s.listed_digest as listed_digest,
        s.parser as parser,
        coalesce(s.url, h.url) as url,
        coalesce(s.tags, h.tags) as tags,
        case
            when j.outcome = 'gone' then h.modified_at
            else s.modified_at
        end as modified_at,
        case
            when j.outcome = 'gone' then h.last_seen_at
            else s.captured_at
        end as last_seen_at,
        s.captured_at as last_look_at
    )
from judged as j
inner join old_heads as h on j.article_id = h.article_id
inner join staged_looks as s on j.row_no = s.row_no
where j.makes_version;
