-- The pairs that share enough of their hashes, each once, the nearest of each key first:
-- `nth` counts them.
create or replace temp table pairs as
with shared as (
    select
        own_key,
        n_hashes,
        hash,
        is_fresh
    from met
    where hash in (select h.hash from hashes as h)
),

meetings as (
    select
        f.own_key,
        m.own_key as other_key,
        count(*) as n_shared,
        least(any_value(f.n_hashes), any_value(m.n_hashes)) as n_least
    from shared as f
    inner join shared as m on f.hash = m.hash
    where f.is_fresh and f.own_key != m.own_key
    group by f.own_key, m.own_key
),

near as (
    select
        m.own_key,
        m.other_key,
        row_number() over (
            partition by m.own_key
            order by m.n_shared / m.n_least desc, m.n_shared desc, m.other_key
        ) as nth
    from meetings as m
    left join internal.own_texts as o on m.other_key = o.own_key
    where m.n_shared >= least(2, m.n_least)
        and m.n_shared >= $least_share * m.n_least
        -- what another recipe made stays until all texts are judged anew
        and coalesce(o.recipe, $recipe) = $recipe
)

select
    least(own_key, other_key) as key_a,
    greatest(own_key, other_key) as key_b,
    min(nth) as nth
from near
group by key_a, key_b;
