-- Who was not laid beside all that it may be like.
select distinct own_no
from members
where own_key in (select c.own_key from internal.crowded as c);
