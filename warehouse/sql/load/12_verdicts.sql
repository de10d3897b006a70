-- What each look is: its outcome, and where it makes a version, which number,
-- what changed and why. Pure: the old heads and the new looks decide, no clock.
-- A look from before the article's last one is late: 20_late.sql has it.
create or replace temp table verdicts as
with looked as (
    select
        c.article_id,
        s.row_no,
        s.status,
        s.reason,
        s.captured_at,
        h.payload_digest is distinct from s.payload_digest
        or h.listed_digest is distinct from s.listed_digest
        or h.parser is distinct from s.parser
        or h.fingerprint is distinct from coalesce(s.fingerprint, h.fingerprint)
        or h.url is distinct from coalesce(s.url, h.url)
        or h.modified_at is distinct from coalesce(s.modified_at, h.modified_at)
            as has_moved,
        s.status = 'read' and h.tags is distinct from s.tags as has_other_tags,
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
        h.article_id is not null and s.captured_at < h.last_look_at as is_late,
        h.version_no as old_version_no,
        h.repeat_key as old_repeat_key,
        s.listed_digest,
        s.parser,
        h.payload_digest as old_payload_digest,
        h.listed_digest as old_listed_digest,
        h.parser as old_parser,
        coalesce(h.is_deleted, false) as was_deleted,
        h.fingerprint as old_fingerprint,
        h.last_look_at
    from chosen as c
    inner join staged_looks as s on c.row_no = s.row_no
    left join internal.article_heads as h on c.article_id = h.article_id
),

moved as (
    select *
    from looked
    where status = 'read' and is_known and not is_late
        and (was_deleted or fingerprint is distinct from old_fingerprint)
),

-- against the last version that has a text: a tombstone is never followed by one
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
    inner join internal.versions as v
        on m.article_id = v.article_id
            and v.version_no = m.old_version_no - m.was_deleted::integer
),

-- gone is 404 or 410 in two runs, one after the other
missed_before as (
    select o.article_id
    from internal.observations as o
    inner join looked as l
        on o.article_id = l.article_id and o.captured_at = l.last_look_at
    where l.status = 'missing' and o.reason in ('not_found', 'gone')
),

repeated as (
    select l.article_id
    from looked as l
    where l.status = 'read' and not l.is_known and l.repeat_key in (
        select h.repeat_key
        from internal.article_heads as h
        where not h.is_deleted
            and h.article_id not in (select m.article_id from moved as m)
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
        l.is_late,
        l.reason,
        l.captured_at,
        case
            when l.status = 'read' then l.fingerprint
            when l.status = 'same' then l.old_fingerprint
        end as fingerprint,
        l.payload_digest,
        l.parser,
        l.has_moved,
        l.has_other_tags,
        l.old_version_no,
        l.old_repeat_key,
        case
            when l.status = 'missing' then ['deleted']
            else coalesce(c.changed, []::varchar[])
        end as changed,
        coalesce(l.old_version_no, 0) + 1 as version_no,
        case
            when l.payload_digest = l.old_payload_digest
                and l.listed_digest is not distinct from l.old_listed_digest
                and l.parser is distinct from l.old_parser then 'parser'
            else 'source'
        end as cause,
        case
            when l.status in ('failed', 'missing') and not l.is_known
                then 'rejected'
            when l.status = 'failed' then 'failed'
            when l.status = 'missing' and (
                l.was_deleted or m.article_id is not null
            ) then 'gone'
            when l.status = 'missing' then 'failed'
            when l.status = 'same' and l.is_known then 'unchanged'
            when l.is_known and coalesce(len(c.changed), 0) > 0 then 'changed'
            when l.is_known then 'unchanged'
            when r.article_id is not null then 'duplicate'
            else 'new'
        end as outcome,
        l.was_deleted
    from looked as l
    left join compared as c on l.article_id = c.article_id
    left join missed_before as m on l.article_id = m.article_id
    left join repeated as r on l.article_id = r.article_id
)

select
    * exclude (was_deleted),
    not is_late and (
        outcome in ('new', 'duplicate', 'changed')
        or outcome = 'gone' and not was_deleted
    ) as makes_version
from verdicts;
