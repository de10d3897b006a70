select
    count(*) as n,
    coalesce(sum(n_work), 0) as n_work
from chosen_pairs;
