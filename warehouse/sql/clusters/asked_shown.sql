-- Of two clusters of which one has a text that one of the other's contains, those that are
-- shown for them, where they may never have been compared.
create or replace temp table asked as
with said as (
    select own_key
    from held
    where not is_deleted and own_key is not null
),

pieces as (
    select
        key_a,
        key_b
    from internal.edges
    where not joins
        and (
            key_a in (select s.own_key from said as s)
            or key_b in (select s.own_key from said as s)
        )
),

keys as (
    select key_a as own_key from pieces
    union
    select key_b from pieces
),

-- of those that are not held the place is what it was
speakers as (
    select
        h.own_key,
        case
            when t.article_id is not null then coalesce(p.duplicate_of, h.article_id)
            else coalesce(h.duplicate_of, h.article_id)
        end as representative
    from internal.article_heads as h
    left join held as t on h.article_id = t.article_id
    left join placed as p on h.article_id = p.article_id
    where not h.is_deleted and h.own_key in (select k.own_key from keys as k)
),

shown as (
    select distinct
        s.own_key,
        r.own_key as shown_key
    from speakers as s
    inner join internal.article_heads as r on s.representative = r.article_id
    where r.own_key in (select c.own_key from internal.crowded as c)
),

pairs as (
    select distinct
        least(a.shown_key, b.shown_key) as key_a,
        greatest(a.shown_key, b.shown_key) as key_b
    from pieces as p
    inner join shown as a on p.key_a = a.own_key
    inner join shown as b on p.key_b = b.own_key
    where a.shown_key != b.shown_key
)

select
    null::bigint as a_no,
    null::bigint as b_no,
    p.key_a,
    p.key_b
from pairs as p
anti join internal.edges as e on p.key_a = e.key_a and p.key_b = e.key_b
anti join internal.apart as t on p.key_a = t.key_a and p.key_b = t.key_b;
