insert into internal.own_texts by name
select
    own_key,
    len(hashes)::integer as n_hashes,
    letters,
    $recipe as recipe
from arrived;
