-- Who has candidates that it was not laid beside: whoever holds a hash by which not all
-- of its holders meet, and both of a pair that was not compared.
create or replace temp table crowded as
with passed_over as (
    select
        p.key_a,
        p.key_b
    from pairs as p
    anti join compared as c on p.key_a = c.key_a and p.key_b = c.key_b
)

select own_key
from met
where n_holders > $most_holders
union
select key_a
from passed_over
union
select key_b
from passed_over;
