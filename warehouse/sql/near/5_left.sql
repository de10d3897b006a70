-- The pairs that are still to be compared, as often as either of the two is fresh: who
-- hangs together already need not be, but for who has few to be compared with.
create or replace temp table left_pairs as
with few as (
    select own_key
    from pairs
    group by own_key
    having count(*) <= $most_of_a_key
)

select
    p.*,
    w.own_key is not null as has_few,
    coalesce(
        case when p.other_key = p.key_a then a.part else b.part end, p.other_key
    ) as other_part
from pairs as p
left join few as w on p.own_key = w.own_key
left join parts as a on p.key_a = a.own_key
left join parts as b on p.key_b = b.own_key
anti join compared as c on p.key_a = c.key_a and p.key_b = c.key_b
where w.own_key is not null or a.part is null or a.part is distinct from b.part;
