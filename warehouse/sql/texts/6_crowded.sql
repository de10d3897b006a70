-- Who was not laid beside all that it may be like, of those that the ledger holds.
insert into internal.crowded by name
select
    c.own_key,
    $recipe as recipe
from crowded as c
where c.own_key in (select o.own_key from internal.own_texts as o)
    and c.own_key not in (select k.own_key from internal.crowded as k);
