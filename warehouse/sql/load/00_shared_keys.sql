-- Keys beside an entry's own that identify nothing: several entries of this batch
-- claim them, or they lead to an article that the same source listed in this run
-- under a key of its own. A site whose pages all name one canonical address is not
-- one article, and once found such a key is never trusted again.
create or replace temp table newly_shared as
with claimed as (
    select key_digest
    from staged_keys
    where nth > 0
    group by key_digest
    having count(*) > 1
),

-- what an entry's own key leads to
own as (
    select
        k.row_no,
        k.key_digest,
        a.article_id
    from staged_keys as k
    left join internal.article_keys as a on k.key_digest = a.key_digest
    where k.nth = 0
),

listed as (
    select article_id from own where article_id is not null
    union
    select o.article_id
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    where b.run_id = $run_id and b.source_id = $source_id
),

misleading as (
    select k.key_digest
    from staged_keys as k
    inner join internal.article_keys as a on k.key_digest = a.key_digest
    inner join own as o on k.row_no = o.row_no
    where k.nth > 0
        and a.article_id is distinct from o.article_id
        and a.article_id in (select l.article_id from listed as l)
)

select key_digest from claimed
union
select key_digest from misleading;
