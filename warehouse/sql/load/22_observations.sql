insert into internal.observations by name
select
    $run_id as run_id,
    v.article_id,
    coalesce(l.outcome, v.outcome) as outcome,
    v.reason,
    v.captured_at,
    v.fingerprint,
    v.payload_digest,
    v.parser,
    $batch_key as batch_key
from verdicts as v
left join late as l on v.article_id = l.article_id and l.run_id = $run_id
where v.outcome != 'rejected';
