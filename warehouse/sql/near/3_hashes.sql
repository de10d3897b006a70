-- How many fresh texts have each hash that several have, and how many have it in all.
create or replace temp table hashes as
select
    hash,
    count(*) filter (where is_fresh) as n_fresh,
    count(*) as n_holders
from met
group by hash;
