-- What each look is: its outcome, and where it makes a version, which number,
-- what changed and why. Pure: the old heads and the new looks decide, no clock.
create or replace temp table verdicts as
with looked as (
    select
        c.article_id,
        s.row_no,
        s.status,
        s.title,
        s.authors,
        s.section,
        s.published_at,
        s.published_precision,
        s.text_digest,
        s.repeat_key,
        s.fingerprint,
        s.payload_digest,
        h.article_id is not null as is_known,
        h.version_id as old_version_id,
        h.version_no as old_version_no,
        h.repeat_key as old_repeat_key,
        h.payload_digest as old_payload_digest,
        h.is_deleted as was_deleted,
        h.fingerprint as old_fingerprint
    from chosen as c
    inner join staged_looks as s on c.row_no = s.row_no
    left join internal.article_heads as h on c.article_id = h.article_id
),

moved as (
    select *
    from looked
    where status = 'read' and is_known
        and (was_deleted or fingerprint is distinct from old_fingerprint)
),

compared as (
    select
        m.article_id,
        list_filter([
            case when m.title is distinct from v.title then 'title' end,
            case when m.text_digest is distinct from v.text_digest then 'text' end,
            case when m.authors is distinct from v.authors then 'authors' end,
            case
                when m.published_at is distinct from v.published_at
                    or m.published_precision
                    is distinct from v.published_precision then 'published'
            end,
            case when m.section is distinct from v.section then 'section' end,
            case when m.was_deleted then 'returned' end
        ], lambda field: field is not null) as changed
    from moved as m
    inner join internal.versions as v on m.old_version_id = v.version_id
),

repeated as (
    select l.article_id
    from looked as l
    where l.status = 'read' and not l.is_known and l.repeat_key in (
        select h.repeat_key
        from internal.article_heads as h
        where not h.is_deleted
    )
    union
    select article_id
    from looked
    where status = 'read'
    qualify row_number() over (partition by repeat_key order by row_no) > 1
),

verdicts as (
    select
        l.article_id,
        l.row_no,
        l.is_known,
        l.old_version_no,
        l.old_repeat_key,
        coalesce(c.changed, []::varchar[]) as changed,
        coalesce(l.old_version_no, 0) + 1 as version_no,
        case
            when l.payload_digest = l.old_payload_digest then 'parser'
            else 'source'
        end as cause,
        case
            when l.status = 'failed' and l.is_known then 'failed'
            when l.status = 'failed' then 'rejected'
            when l.status = 'same' and l.is_known then 'unchanged'
            when l.is_known and coalesce(len(c.changed), 0) > 0 then 'changed'
            when l.is_known then 'unchanged'
            when r.article_id is not null then 'duplicate'
            else 'new'
        end as outcome
    from looked as l
    left join compared as c on l.article_id = c.article_id
    left join repeated as r on l.article_id = r.article_id
)

select
    *,
    outcome in ('new', 'duplicate', 'changed') as makes_version
from verdicts;
