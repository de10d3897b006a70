select count(*) as n_moved
from clusters
where is_moved;
