-- The articles whose cluster may have changed: those that have, or had, the text
-- of an article that got a version now.
create or replace temp table members as
with touched as (
    select repeat_key
    from judged
    where makes_version
    union
    select old_repeat_key
    from judged
    where is_known and (makes_version or is_late)
    union
    select h.repeat_key
    from internal.article_heads as h
    where h.article_id in (select article_id from judged where is_late)
),

held as (
    select h.*
    from internal.article_heads as h
    where h.repeat_key in (select repeat_key from touched)
),

shared as (
    select
        repeat_key,
        max(n_words) as most_words
    from held
    where not is_deleted
    group by repeat_key
    having count(*) > 1
),

passages as (
    select
        v.repeat_key,
        any_value(left(s.text, 200)) as shared_passage
    from judged as v
    inner join staged_looks as s on v.row_no = s.row_no
    where v.makes_version and v.repeat_key in (select repeat_key from shared)
    group by v.repeat_key
),

members as (
    select
        h.article_id,
        h.repeat_key,
        h.text_digest,
        h.n_words,
        h.first_seen_at,
        h.cluster_id as old_cluster_id,
        h.duplicate_of as old_duplicate_of,
        h.decision_id as old_decision_id,
        p.shared_passage,
        not h.is_deleted and s.repeat_key is not null as is_shared,
        row_number() over (
            partition by h.repeat_key, h.is_deleted
            order by
                h.n_words * 10 < 9 * s.most_words,
                h.published_at nulls last,
                h.fingerprint,
                h.identity_key,
                h.article_id
        ) as nth
    from held as h
    left join shared as s on h.repeat_key = s.repeat_key
    left join passages as p on h.repeat_key = p.repeat_key
    where s.repeat_key is not null or h.cluster_id is not null
)

select * from members;
