-- What these say of their own.
with wanted as (
    select key_a as own_key from asked
    union
    select key_b from asked
)

select
    o.own_key,
    o.letters
from internal.own_texts as o
where o.own_key in (select w.own_key from wanted as w);
