-- The heads of the late articles: their last version, what it says, and when
-- they were seen first and last.
update internal.article_heads as h
set
    version_id = v.version_id,
    version_no = v.version_no,
    fingerprint = v.fingerprint,
    is_deleted = v.is_deleted,
    text_digest = coalesce(v.text_digest, h.text_digest),
    repeat_key = coalesce(v.repeat_key, h.repeat_key),
    own_key = case when v.is_deleted then h.own_key else t.own_key end,
    n_words = coalesce(v.n_words, h.n_words),
    published_at = case
        when v.is_deleted then h.published_at
        else v.published_at
    end,
    first_seen_at = s.first_seen_at,
    last_seen_at = s.last_seen_at,
    last_look_at = s.last_look_at,
    has_late = true
from (
    select
        article_id,
        max(version_no) as version_no,
        min(captured_at) filter (where fingerprint is not null) as first_seen_at,
        max(captured_at) filter (
            where fingerprint is not null
                or old_outcome = 'not_modified' and is_missing is not null
        ) as last_seen_at,
        max(captured_at) filter (where is_missing is not null) as last_look_at
    from late
    group by article_id
) as s
inner join late_versions as v
    on s.article_id = v.article_id and s.version_no = v.version_no
left join internal.texts as t
    on v.text_digest = t.text_digest and t.recipe = $recipe
where h.article_id = s.article_id;
