create or replace temp table reached as
with ends as (
    select key_a as text_key
    from internal.edges
    where joins
    union
    select key_b
    from internal.edges
    where joins
)

select
    true as is_own,
    text_key,
    0 as nth_round
from ends;
