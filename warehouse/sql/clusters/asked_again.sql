-- Pairs that were found to be alike.
create or replace temp table asked as
select
    null::bigint as a_no,
    null::bigint as b_no,
    key_a,
    key_b
from found;
