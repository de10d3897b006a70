insert into compared
select
    c.key_a,
    c.key_b,
    e.key_a is not null as is_alike
from chosen_pairs as c
left join edges as e on c.key_a = e.key_a and c.key_b = e.key_b;
