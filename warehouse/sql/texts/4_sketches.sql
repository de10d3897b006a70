insert into internal.sketches by name
select
    own_key,
    len(hashes)::integer as n_hashes,
    unnest(hashes) as hash
from arrived;
