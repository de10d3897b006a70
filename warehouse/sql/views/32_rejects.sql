-- What was left out, and why, one row per thing left out.
create view rejects as
select
    run_id,
    batch_key,
    source_id,
    identity_key,
    stage,
    reason,
    detail,
    url,
    payload_digest,
    excerpt,
    rejected_at
from internal.rejects;
