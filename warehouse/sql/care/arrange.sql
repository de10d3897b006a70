insert into compacted.internal.versions by name
select * exclude (place)
from arriving;
