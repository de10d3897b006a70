-- A version of bytes that the ledger does not hold.
select
    article_id,
    version_no,
    payload_digest
from internal.versions
where payload_digest is not null
    and payload_digest not in (select payload_digest from internal.payloads)
    or payload_digest is null and not is_deleted;
