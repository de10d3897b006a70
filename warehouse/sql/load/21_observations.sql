-- What each look came to; of a late one `late/` says it, by its place among others.
-- The looks are joined to each kind of verdict apart: to both at once, DuckDB would
-- copy all that the looks say into memory, on one core.
insert into internal.observations by name
with observed as (
    select
        l.article_id,
        case
            when l.status = 'not_modified' then 'not_modified'
            else 'unchanged'
        end as outcome,
        s.source_id,
        s.reason,
        l.captured_at,
        l.fingerprint,
        s.payload_digest,
        s.parser
    from looked as l
    inner join staged_looks as s on l.row_no = s.row_no
    where l.is_plain
    union all by name
    select
        j.article_id,
        j.outcome,
        s.source_id,
        s.reason,
        j.captured_at,
        j.fingerprint,
        s.payload_digest,
        s.parser
    from judged as j
    inner join staged_looks as s on j.row_no = s.row_no
    where j.outcome != 'rejected'
)

select
    *,
    $run_id as run_id,
    $batch_key as batch_key
from observed;
