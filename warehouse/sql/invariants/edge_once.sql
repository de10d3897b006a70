-- Two texts that are said to be alike twice, or not in order.
select
    key_a,
    key_b,
    count(*) as n
from internal.edges
group by key_a, key_b
having count(*) > 1 or key_a >= key_b;
