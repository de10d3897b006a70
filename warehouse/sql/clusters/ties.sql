-- Pairs of those that are alike.
select
    a.own_no as a_no,
    b.own_no as b_no
from near as n
inner join own_numbers as a on n.key_a = a.own_key
inner join own_numbers as b on n.key_b = b.own_key;
