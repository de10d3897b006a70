-- A version that was learnt when no batch with a look at its article was committed.
with learnt as (
    select distinct
        o.article_id,
        b.committed_at
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
)

select
    article_id,
    version_no,
    learnt_at
from internal.versions as v
where not exists (
    select 1
    from learnt as l
    where l.article_id = v.article_id and l.committed_at = v.learnt_at
);
