-- A key that several pages claim, of other words, and nothing is listed under.
insert into newly_shared
select distinct
    key_digest,
    true as is_claim
from refused
where is_nobodys;
