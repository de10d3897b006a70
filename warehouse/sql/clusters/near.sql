-- What is alike among what the articles that are there say, each two once.
create or replace temp table near as
with said as (
    select distinct own_key
    from held
    where not is_deleted and own_key is not null
)

select e.*
from internal.edges as e
where e.joins
    and e.key_a in (select s.own_key from said as s)
    and e.key_b in (select s.own_key from said as s);
