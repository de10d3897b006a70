-- All that hangs together with those that are shown and came out to be alike.
insert into reached
select
    true as is_own,
    e.text_key,
    $nth_round as nth_round
from shown_alike as e
anti join reached as r on r.is_own and e.text_key = r.text_key;
