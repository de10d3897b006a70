-- How many rows it makes where a text meets so many of those that hold its hash.
select coalesce(sum(n_fresh * least(n_holders, $most_holders)), 0)::bigint as n
from hashes;
