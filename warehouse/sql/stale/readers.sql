-- The source whose rules read an article, with today's parser of it, one row per
-- article that has one: its own where that is configured, else the first that is and
-- looked at it.
create or replace temp table readers as
with first_looks as (
    select
        o.article_id,
        arg_min(o.source_id, (o.captured_at, b.committed_at)) as source_id
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    inner join internal.article_heads as h on o.article_id = h.article_id
    where h.source_id not in (select n.source_id from configured as n)
        and o.source_id in (select w.source_id from configured as w)
    group by o.article_id
),

named as (
    select
        h.article_id,
        coalesce(f.source_id, h.source_id) as source_id
    from internal.article_heads as h
    left join first_looks as f on h.article_id = f.article_id
)

select
    n.article_id,
    c.source_id,
    c.parser
from named as n
inner join configured as c on n.source_id = c.source_id;
