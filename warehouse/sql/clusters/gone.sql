-- What is tied to what nobody says any more: by that others hung together once, and were
-- not compared.
create or replace temp table gone as
with said as (
    select own_key
    from held
    where not is_deleted and own_key is not null
),

unsaid as (
    select r.text_key as own_key
    from reached as r
    where r.is_own and r.text_key not in (select s.own_key from said as s)
)

select
    e.key_a,
    e.key_b
from internal.edges as e
where e.joins
    and (
        e.key_a in (select u.own_key from unsaid as u)
        or e.key_b in (select u.own_key from unsaid as u)
    );
