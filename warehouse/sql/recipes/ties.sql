-- What is alike, by the numbers of the tellers.
create or replace temp table teller_ties as
with numbers as (
    select distinct
        own_key,
        own_no
    from tellers
    where own_no is not null
)

select
    a.own_no as a_no,
    b.own_no as b_no
from near as n
inner join numbers as a on n.key_a = a.own_key
inner join numbers as b on n.key_b = b.own_key;
