-- What the ledger holds to be alike, as far as it leads on from the pairs that are left.
with recursive ties as (
    select
        key_a as own_key,
        key_b as other_key
    from internal.edges
    where joins
    union all
    select
        key_b,
        key_a
    from internal.edges
    where joins
),

led as (
    select key_a as own_key
    from left_pairs
    union
    select key_b
    from left_pairs
    union
    select t.other_key
    from led as l
    inner join ties as t on l.own_key = t.own_key
)

select
    e.key_a,
    e.key_b
from internal.edges as e
where e.joins and e.key_a in (select l.own_key from led as l);
