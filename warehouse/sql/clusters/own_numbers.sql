-- The members' numbers by what they say of their own.
create or replace temp table own_numbers as
select distinct
    own_key,
    own_no
from members
where own_key is not null;
