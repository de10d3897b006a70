-- Pairs of those that are known not to join.
with numbers as (
    select distinct
        own_key,
        own_no
    from members
    where own_key is not null
)

select
    a.own_no as a_no,
    b.own_no as b_no
from internal.apart as p
inner join numbers as a on p.key_a = a.own_key
inner join numbers as b on p.key_b = b.own_key;
