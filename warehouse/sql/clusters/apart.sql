-- Pairs of those that are known not to join.
select
    a.own_no as a_no,
    b.own_no as b_no
from internal.apart as p
inner join own_numbers as a on p.key_a = a.own_key
inner join own_numbers as b on p.key_b = b.own_key;
