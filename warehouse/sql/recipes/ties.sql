-- What is alike of what one site says.
create or replace temp table site_ties as
with numbers as (
    select distinct
        own_key,
        site,
        own_no
    from tellers
    where own_no is not null
)

select
    a.own_no as a_no,
    b.own_no as b_no
from near as n
inner join numbers as a on n.key_a = a.own_key
inner join numbers as b on n.key_b = b.own_key and a.site = b.site;
