-- Every HTTP request that was made or refused, and what came back, one row per attempt.
create view fetches as
select
    run_id,
    source_id,
    url,
    final_url,
    redirects,
    status,
    outcome,
    reason,
    n_bytes as bytes,
    elapsed_ms,
    validators,
    robots,
    retry_after_s,
    payload_digest,
    started_at,
    batch_key
from internal.fetches;
