-- Every look at an article and what came of it, one row per article and run.
create view observations as
select
    run_id,
    source_id,
    article_id,
    outcome,
    reason,
    captured_at,
    fingerprint,
    payload_digest,
    parser,
    batch_key
from internal.observations;
