-- The articles that another may be like, all that counts of them as numbers: equal
-- ones for equal texts, and their order by date and by when they were seen first.
create or replace temp table members as
with live as (
    select *
    from held
    where not is_deleted
),

same as (
    select repeat_key
    from live
    group by repeat_key
    having count(*) > 1
),

own as (
    select own_key
    from live
    where own_key is not null
    group by own_key
    having count(*) > 1
    union
    select key_a
    from near
    union
    select key_b
    from near
    union
    select key_a
    from gone
    where key_a in (select c.own_key from internal.crowded as c)
    union
    select key_b
    from gone
    where key_b in (select c.own_key from internal.crowded as c)
),

tied as (
    select *
    from live
    where repeat_key in (select s.repeat_key from same as s)
        or own_key in (select o.own_key from own as o)
)

select
    article_id,
    repeat_key,
    own_key,
    text_digest,
    n_words,
    row_number() over (
        order by published_at nulls last, fingerprint, identity_key, article_id
    ) as nth_by_date,
    row_number() over (order by first_seen_at, article_id) as nth_seen,
    dense_rank() over (order by repeat_key) as same_no,
    case
        when own_key is not null then dense_rank() over (order by own_key)
    end as own_no
from tied;
