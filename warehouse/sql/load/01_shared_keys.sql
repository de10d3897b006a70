-- Keys that a listing gives beside an entry's first and that identify nothing: several
-- entries of one source bring them in this batch, or they lead to an article that the
-- same source listed in this run under a key of its own. Once found such a key is never
-- trusted again. What pages claim is told apart in `claims/`.
create or replace temp table newly_shared as
with own as (
    -- what an entry's own key leads to
    select
        row_no,
        source_id,
        key_digest,
        known_id
    from keys
    where nth = 0
),

brought as (
    select k.key_digest
    from keys as k
    inner join own as o on k.row_no = o.row_no
    where k.nth > 0 and not k.is_claim
    group by k.key_digest, k.source_id
    -- an entry that stands in a listing twice is one
    having min(o.key_digest) != max(o.key_digest)
),

straying as (
    select
        k.key_digest,
        k.source_id,
        k.known_id
    from keys as k
    inner join own as o on k.row_no = o.row_no
    where k.nth > 0
        and not k.is_claim
        and not k.is_known_claim
        and k.known_id is not null
        and k.known_id is distinct from o.known_id
),

listed as (
    select
        source_id,
        known_id as article_id
    from own
    where known_id is not null
    union
    select
        s.source_id,
        o.article_id
    from internal.observations as o
    inner join straying as s
        on o.article_id = s.known_id and o.source_id = s.source_id
    where o.run_id = $run_id
),

shared as (
    select key_digest from brought
    union
    select s.key_digest
    from straying as s
    inner join listed as l
        on s.known_id = l.article_id and s.source_id = l.source_id
)

select
    key_digest,
    false as is_claim
from shared;
