select
    v.*,
    p.place
from internal.versions as v
inner join places as p on v.version_id = p.version_id;
