-- All that what is reached is like, and what that is like, and so on.
insert into reached
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
    select text_key
    from reached
    where is_own and nth_round = $nth_round
    union
    select t.other_key
    from led as l
    inner join ties as t on l.text_key = t.own_key
)

select
    true as is_own,
    l.text_key,
    $nth_round as nth_round
from led as l
anti join reached as r on r.is_own and l.text_key = r.text_key;
