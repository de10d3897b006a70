-- What these say besides: two whose texts are equal but for white space may part in
-- what is boilerplate.
insert into reached
with said as (
    select
        false as is_own,
        repeat_key as text_key
    from held
    union
    select
        true as is_own,
        own_key as text_key
    from held
    where own_key is not null
)

select
    s.*,
    $nth_round as nth_round
from said as s
anti join reached as r on s.is_own = r.is_own and s.text_key = r.text_key;
