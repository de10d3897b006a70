-- What texts say of their own that the ledger has not met.
create or replace temp table fresh as
select
    s.own_key,
    any_value(s.hashes) as hashes,
    any_value(s.letters) as letters
from staged_own as s
anti join internal.own_texts as o on s.own_key = o.own_key
group by s.own_key;
