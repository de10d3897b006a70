-- The pairs in doubt by their keys.
create or replace temp table asked as
select
    d.a_no,
    d.b_no,
    least(a.own_key, b.own_key) as key_a,
    greatest(a.own_key, b.own_key) as key_b
from doubts as d
inner join own_numbers as a on d.a_no = a.own_no
inner join own_numbers as b on d.b_no = b.own_no;
