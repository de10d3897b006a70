-- The batches of these sources, and all that looked at an article which one of them
-- looked at: where the bytes are that their articles were read from.
with own as (
    select batch_key
    from internal.batches
    where source_id in (select unnest($sources))
)

select batch_key from own
union
select o.batch_key
from internal.observations as o
where o.article_id in (
    select l.article_id
    from internal.observations as l
    where l.batch_key in (select w.batch_key from own as w)
);
