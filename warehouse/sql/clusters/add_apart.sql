insert into internal.apart by name
select
    a.key_a,
    a.key_b,
    $recipe as recipe
from asked as a
anti join found as f on f.joins and a.key_a = f.key_a and a.key_b = f.key_b;
