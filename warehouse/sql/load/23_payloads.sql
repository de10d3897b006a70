-- Where the bytes are that this batch landed, once a digest.
insert into internal.payloads by name
select
    *,
    $batch_key as batch_key
from staged_payloads as p
where not exists (
    select 1
    from internal.payloads as o
    where o.payload_digest = p.payload_digest
);
