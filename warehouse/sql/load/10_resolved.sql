-- Which article each look is of. The first of its keys that is known leads to
-- it; a key that a known look of this batch brings along counts as known; looks
-- that share a key and know none are one new article, named by its first key.
create or replace temp table resolved as
with recursive unknown as (
    select row_no
    from keys
    where nth = 0 and known_id is null
),

known as (
    select
        row_no,
        known_id as article_id
    from keys
    where nth = 0 and known_id is not null
    union all
    select
        row_no,
        arg_min(known_id, nth) as article_id
    from keys
    where known_id is not null and row_no in (select row_no from unknown)
    group by row_no
),

strangers as (
    select *
    from keys
    where row_no in (select row_no from unknown)
        and row_no not in (select row_no from known)
),

brought as (
    select
        k.key_digest,
        arg_min(n.article_id, k.row_no) as article_id
    from keys as k
    inner join known as n on k.row_no = n.row_no
    where k.key_digest in (select key_digest from strangers)
    group by k.key_digest
),

led as (
    select
        s.row_no,
        arg_min(b.article_id, s.nth) as article_id
    from strangers as s
    inner join brought as b on s.key_digest = b.key_digest
    group by s.row_no
),

fresh as (
    select *
    from strangers
    where row_no not in (select row_no from led)
),

owners as (
    select
        key_digest,
        min(row_no) as owner_no
    from fresh
    group by key_digest
),

-- looks that share a key, each with the first that has it, both ways round
ties as (
    select
        f.row_no,
        o.owner_no as other_no
    from fresh as f
    inner join owners as o on f.key_digest = o.key_digest
    where f.row_no != o.owner_no
    union
    select
        o.owner_no as row_no,
        f.row_no as other_no
    from fresh as f
    inner join owners as o on f.key_digest = o.key_digest
    where f.row_no != o.owner_no
),

reached as (
    select distinct
        row_no,
        row_no as other_no
    from ties
    union
    select
        r.row_no,
        t.other_no
    from reached as r
    inner join ties as t on r.other_no = t.row_no
),

owned as (
    select
        f.row_no,
        coalesce(min(r.other_no), f.row_no) as owner_no
    from (select distinct row_no from fresh) as f
    left join reached as r on f.row_no = r.row_no
    group by f.row_no
),

named as (
    select
        o.row_no,
        f.key_digest as article_id
    from owned as o
    inner join fresh as f on o.owner_no = f.row_no and f.nth = 0
),

resolved as (
    select row_no, article_id from known
    union all
    select row_no, article_id from led
    union all
    select row_no, article_id from named
)

select * from resolved;
