select
    key_a,
    key_b
from asked
order by key_a, key_b;
