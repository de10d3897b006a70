-- Keys that were not known, each once: the first look that is listed under one owns it,
-- else the first whose page claims it.
insert into internal.article_keys by name
with several as (
    select
        key_digest,
        arg_min(row_no, (is_claim, row_no)) as row_no
    from brought_keys
    group by key_digest
    having count(*) > 1
),

owned as (
    select *
    from brought_keys
    where key_digest not in (select key_digest from several)
    union all
    select b.*
    from brought_keys as b
    inner join several as s
        on b.key_digest = s.key_digest and b.row_no = s.row_no
)

select
    o.key_digest,
    k.rule,
    k.written,
    s.source_id,
    o.article_id,
    o.key_digest = o.article_id as is_identity,
    o.is_claim,
    $batch_key as batch_key
from owned as o
inner join staged_keys as k on o.row_no = k.row_no and o.nth = k.nth
inner join staged_looks as s on o.row_no = s.row_no;
