-- The ties that lead over what nobody says any more, which has numbers below 0.
with ends as (
    select key_a as own_key from gone
    union
    select key_b from gone
),

numbers as (
    select
        e.own_key,
        coalesce(s.own_no, -row_number() over (order by e.own_key)) as own_no
    from ends as e
    left join own_numbers as s on e.own_key = s.own_key
)

select
    a.own_no as a_no,
    b.own_no as b_no
from gone as g
inner join numbers as a on g.key_a = a.own_key
inner join numbers as b on g.key_b = b.own_key;
