-- What each look is that is not plain: its outcome, and where it makes a version, which
-- number, what changed and why. Pure: the old heads and the new looks decide, no clock.
-- A look from before the article's last one is late: `late/` has it.
create or replace temp table judged as
with stirring as (
    select *
    from looked
    where not is_plain
),

moved as (
    select *
    from stirring
    where status = 'read' and is_known and not is_late
),

-- against the last version that has a text: a tombstone is never followed by one
compared as (
    select
        m.article_id,
        list_filter([
            case when s.title is distinct from v.title then 'title' end,
            case when s.text_digest is distinct from v.text_digest then 'text' end,
            case when s.authors is distinct from v.authors then 'authors' end,
            case
                when s.published_at is distinct from v.published_at
                    or s.published_precision
                    is distinct from v.published_precision then 'published'
            end,
            case when s.section is distinct from v.section then 'section' end,
            case when m.was_deleted then 'returned' end
        ], lambda field: field is not null) as changed
    from moved as m
    inner join staged_looks as s on m.row_no = s.row_no
    inner join internal.versions as v
        on m.article_id = v.article_id
            and v.version_no = m.old_version_no - m.was_deleted::integer
),

-- gone is 404 or 410 in two runs, one after the other
missed_before as (
    select o.article_id
    from internal.observations as o
    inner join stirring as l
        on o.article_id = l.article_id and o.captured_at = l.last_look_at
    where l.status = 'missing' and o.reason in ('not_found', 'gone')
),

strange as (
    select
        article_id,
        row_no,
        repeat_key,
        own_key
    from stirring
    where status = 'read' and not is_known
),

-- what is alike, both ways round, as far as it concerns these
ties as (
    select
        key_a as own_key,
        key_b as other_key
    from edges
    where joins
    union all
    select
        key_a,
        key_b
    from internal.edges
    where joins and key_a in (select s.own_key from strange as s)
    union all
    select
        key_b,
        key_a
    from internal.edges
    where joins and key_b in (select s.own_key from strange as s)
    union all
    select
        key_b,
        key_a
    from edges
    where joins
    union all
    select
        own_key,
        own_key
    from strange
    where own_key is not null
),

-- a text that several looks bring is new with the first of them
brought as (
    select
        repeat_key,
        own_key,
        row_no
    from looked
    where status = 'read'
),

said as (
    select
        repeat_key,
        own_key,
        -1 as row_no
    from internal.article_heads
    where not is_deleted
        and article_id not in (select m.article_id from moved as m)
        and (
            repeat_key in (select s.repeat_key from strange as s)
            or own_key in (select t.other_key from ties as t)
        )
    union all
    select
        repeat_key,
        own_key,
        row_no
    from brought
),

first_of_equals as (
    select
        repeat_key,
        min(row_no) as row_no
    from said
    group by repeat_key
),

first_of_own as (
    select
        own_key,
        min(row_no) as row_no
    from said
    where own_key is not null
    group by own_key
),

repeated as (
    select s.article_id
    from strange as s
    inner join first_of_equals as f on s.repeat_key = f.repeat_key
    where f.row_no < s.row_no
    union
    select s.article_id
    from strange as s
    inner join ties as t on s.own_key = t.own_key
    inner join first_of_own as f on t.other_key = f.own_key
    where f.row_no < s.row_no
),

told as (
    select
        l.*,
        case
            when l.status = 'missing' then ['deleted']
            else coalesce(c.changed, []::varchar[])
        end as changed,
        case
            when l.status in ('failed', 'missing', 'not_modified')
                and not l.is_known
                then 'rejected'
            when l.status = 'failed' then 'failed'
            when l.status = 'missing' and (
                l.was_deleted or m.article_id is not null
            ) then 'gone'
            when l.status = 'missing' then 'failed'
            when l.status = 'same' and l.is_known then 'unchanged'
            when l.is_known and coalesce(len(c.changed), 0) > 0 then 'changed'
            when l.is_known then 'unchanged'
            when l.status = 'same'
                then error('no article is known that look ' || l.row_no || ' is of')
            when r.article_id is not null then 'duplicate'
            else 'new'
        end as outcome
    from stirring as l
    left join compared as c on l.article_id = c.article_id
    left join missed_before as m on l.article_id = m.article_id
    left join repeated as r on l.article_id = r.article_id
)

select
    article_id,
    row_no,
    captured_at,
    repeat_key,
    fingerprint,
    is_known,
    is_late,
    has_moved,
    has_other_tags,
    old_repeat_key,
    own_key,
    old_own_key,
    coalesce(old_version_no, 0) + 1 as version_no,
    changed,
    case when has_other_parser then 'parser' else 'source' end as cause,
    outcome,
    not is_late and (
        outcome in ('new', 'duplicate', 'changed')
        or outcome = 'gone' and not was_deleted
    ) as makes_version
from told;
