-- Those of the pairs asked about that came out to be one.
create or replace temp table shown_alike as
with alike as (
    select
        e.key_a,
        e.key_b
    from internal.edges as e
    semi join asked as a on e.key_a = a.key_a and e.key_b = a.key_b
    where e.joins
)

select key_a as text_key
from alike
union
select key_b
from alike;
