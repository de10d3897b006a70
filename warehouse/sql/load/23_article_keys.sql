-- Keys that were not known, each once: the first look that brings one owns it.
insert into internal.article_keys by name
with unknown as (
    select *
    from staged_keys as k
    where not exists (
        select 1
        from internal.article_keys as a
        where a.key_digest = k.key_digest
    )
),

brought as (
    select
        k.key_digest,
        k.rule,
        k.written,
        s.source_id,
        v.article_id,
        k.key_digest = v.article_id as is_identity
    from unknown as k
    inner join resolved as r on k.row_no = r.row_no
    inner join verdicts as v on r.article_id = v.article_id
    inner join staged_looks as s on k.row_no = s.row_no
    where v.outcome != 'rejected'
    qualify row_number() over (partition by k.key_digest order by k.row_no) = 1
)

select
    *,
    $batch_key as batch_key
from brought;
