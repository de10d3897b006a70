-- Keys beside an entry's own that identify nothing: several entries of this batch
-- claim them, or they lead to an article that the same source listed in this run
-- under a key of its own. A site whose pages all name one canonical address is not
-- one article, and once found such a key is never trusted again.
create or replace temp table newly_shared as
with claimed as (
    select key_digest
    from keys
    where nth > 0
    group by key_digest
    having count(*) > 1
),

-- what an entry's own key leads to
own as (
    select
        row_no,
        known_id
    from keys
    where nth = 0
),

straying as (
    select
        k.key_digest,
        k.known_id
    from keys as k
    inner join own as o on k.row_no = o.row_no
    where k.nth > 0
        and k.known_id is not null
        and k.known_id is distinct from o.known_id
),

listed as (
    select known_id as article_id from own where known_id is not null
    union
    select o.article_id
    from internal.observations as o
    inner join straying as s on o.article_id = s.known_id
    inner join internal.batches as b on o.batch_key = b.batch_key
    where b.run_id = $run_id and b.source_id = $source_id
)

select key_digest from claimed
union
select key_digest
from straying
where known_id in (select article_id from listed);
