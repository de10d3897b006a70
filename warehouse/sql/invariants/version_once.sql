-- A version id that several versions have.
select
    version_id,
    count(*) as n
from internal.versions
group by version_id
having count(*) > 1;
