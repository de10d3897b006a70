-- The hashes that several texts have, with how many pairs each makes.
create or replace temp table hashes as
select
    hash,
    count(*) filter (where is_fresh) * count(*) as n_pairs
from met
group by hash
having count(*) > 1;
