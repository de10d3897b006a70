-- Something that is said to be like a text that the ledger does not hold.
with ends as (
    select key_a as own_key from internal.edges
    union
    select key_b as own_key from internal.edges
)

select e.own_key
from ends as e
anti join internal.own_texts as o on e.own_key = o.own_key;
