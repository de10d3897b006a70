-- The batches with something of these sources, and all that looked at an article which
-- one of them looked at: where the bytes are that their articles were read from.
with own as (
    select
        article_id,
        batch_key
    from internal.observations
    where source_id in (select unnest($sources))
)

select batch_key from own
union
select batch_key
from internal.rejects
where source_id in (select unnest($sources))
union
select o.batch_key
from internal.observations as o
where o.article_id in (select w.article_id from own as w);
