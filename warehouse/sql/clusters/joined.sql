-- Those that are shown and came out to be alike: all that hangs together with either.
insert into reached
with ends as (
    select key_a as text_key
    from found
    where joins
    union
    select key_b
    from found
    where joins
)

select
    true as is_own,
    e.text_key,
    $nth_round as nth_round
from ends as e
anti join reached as r on r.is_own and e.text_key = r.text_key;
