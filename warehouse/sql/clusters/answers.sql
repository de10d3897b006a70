select
    a.a_no,
    a.b_no
from asked as a
inner join found as f on a.key_a = f.key_a and a.key_b = f.key_b
where f.joins;
