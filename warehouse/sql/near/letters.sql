-- The letters of the pairs' texts.
with wanted as (
    select key_a as own_key from chosen_pairs
    union
    select key_b as own_key from chosen_pairs
)

select
    f.own_key,
    f.letters
from fresh as f
semi join wanted as w on f.own_key = w.own_key
union all
select
    o.own_key,
    o.letters
from internal.own_texts as o
where o.own_key in (select w.own_key from wanted as w);
