select count(*) as n
from held
where not is_deleted
    and own_key in (select c.own_key from internal.crowded as c);
