insert into internal.observations by name
select
    $run_id as run_id,
    v.article_id,
    coalesce(l.outcome, v.outcome) as outcome,
    s.reason,
    s.captured_at,
    case
        when s.status = 'read' then s.fingerprint
        when s.status = 'same' then h.fingerprint
    end as fingerprint,
    s.payload_digest,
    s.parser,
    $batch_key as batch_key
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
left join internal.article_heads as h on v.article_id = h.article_id
left join late as l on v.article_id = l.article_id and l.run_id = $run_id
where v.outcome != 'rejected';
