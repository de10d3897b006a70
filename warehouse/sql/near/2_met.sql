-- Their hashes, and those of the same number that the ledger holds: `nth` counts who
-- holds a hash, by their keys. By a scan: an index on the hashes made each batch slower,
-- at a million texts 1.0 s instead of .4.
create or replace temp table met as
with fresh_hashes as (
    select
        own_key,
        len(hashes)::integer as n_hashes,
        unnest(hashes) as hash
    from fresh
),

-- what another recipe made stays until all texts are judged anew
others as (
    select own_key
    from internal.own_texts
    where recipe != $recipe
),

known as (
    select
        s.own_key,
        s.n_hashes,
        s.hash
    from internal.sketches as s
    where s.hash in (select f.hash from fresh_hashes as f)
        and s.own_key not in (select o.own_key from others as o)
),

held as (
    select
        *,
        true as is_fresh
    from fresh_hashes
    union all by name
    select
        *,
        false as is_fresh
    from known
),

met as (
    select
        *,
        row_number() over (partition by hash order by own_key) as nth,
        count(*) over (partition by hash) as n_holders
    from held
    qualify n_holders > 1
)

select * from met;
