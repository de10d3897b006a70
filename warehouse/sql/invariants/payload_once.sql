-- A payload that is kept twice.
select
    payload_digest,
    count(*) as n
from internal.payloads
group by payload_digest
having count(*) > 1;
