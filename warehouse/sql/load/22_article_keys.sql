-- Keys that were not known, each once: the first look that brings one owns it.
insert into internal.article_keys by name
with seen as (
    select article_id
    from verdicts
    where outcome != 'rejected'
),

brought as (
    select
        k.key_digest,
        k.row_no,
        k.nth,
        r.article_id
    from keys as k
    inner join resolved as r on k.row_no = r.row_no
    where k.known_id is null and r.article_id in (select article_id from seen)
),

several as (
    select
        key_digest,
        min(row_no) as row_no
    from brought
    group by key_digest
    having count(*) > 1
),

owned as (
    select *
    from brought
    where key_digest not in (select key_digest from several)
    union all
    select b.*
    from brought as b
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
    $batch_key as batch_key
from owned as o
inner join staged_keys as k on o.row_no = k.row_no and o.nth = k.nth
inner join staged_looks as s on o.row_no = s.row_no;
