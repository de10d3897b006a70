-- What is known of the articles behind these keys, and the source that reads each:
-- its own where that is configured, else the first that is and looked at it.
with known as materialized (
    select
        k.key_digest,
        h.article_id,
        h.source_id,
        h.payload_digest,
        h.listed_digest,
        h.parser,
        h.is_deleted,
        h.first_seen_at,
        h.last_seen_at,
        h.last_look_at
    from internal.article_keys as k
    inner join internal.article_heads as h on k.article_id = h.article_id
    -- whether what a page claimed is so is known when its entry is read
    where not k.is_claim
        and k.key_digest in (select w.key_digest from wanted as w)
),

orphans as materialized (
    select distinct article_id
    from known
    where source_id not in (select unnest($configured::varchar[]))
        and len($configured::varchar[]) > 0
),

first_looks as (
    select
        o.article_id,
        arg_min(o.source_id, (o.captured_at, b.committed_at)) as source_id
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    where o.article_id in (select r.article_id from orphans as r)
        and o.source_id in (select unnest($configured::varchar[]))
    group by o.article_id
)

select
    k.key_digest,
    k.payload_digest,
    k.listed_digest,
    k.parser,
    k.is_deleted,
    case
        when k.source_id in (select unnest($configured::varchar[])) then k.source_id
        else f.source_id
    end as reader,
    k.article_id,
    k.first_seen_at,
    k.last_seen_at,
    k.last_look_at
from known as k
left join first_looks as f on k.article_id = f.article_id;
