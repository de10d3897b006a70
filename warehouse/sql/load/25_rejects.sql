-- What was left out, and the looks that failed at an article nobody knows.
insert into internal.rejects by name
with failed as (
    select
        s.source_id,
        k.written as identity_key,
        'fetch' as stage,
        coalesce(s.reason, s.status) as reason,
        s.detail,
        s.url,
        s.payload_digest,
        null as excerpt,
        null as parser
    from judged as v
    inner join staged_looks as s on v.row_no = s.row_no
    inner join staged_keys as k on v.row_no = k.row_no and k.nth = 0
    where v.outcome = 'rejected'
)

select
    *,
    $run_id as run_id,
    $batch_key as batch_key,
    $now as rejected_at
from (
    select * from staged_rejects
    union all by name
    select * from failed
);
