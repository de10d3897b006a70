-- What a text says of its own, kept twice, or with another sketch than it counts.
with sketched as (
    select
        own_key,
        count(*) as n_hashes
    from internal.sketches
    group by own_key
),

kept as (
    select
        own_key,
        count(*) as n,
        max(n_hashes) as n_hashes
    from internal.own_texts
    group by own_key
)

select
    coalesce(k.own_key, s.own_key) as own_key,
    coalesce(k.n, 0) as n,
    k.n_hashes,
    coalesce(s.n_hashes, 0) as n_hashes_there
from kept as k
full join sketched as s on k.own_key = s.own_key
where coalesce(k.n, 0) != 1 or k.n_hashes != coalesce(s.n_hashes, 0);
