-- Of these as many as are compared.
create or replace temp table chosen_pairs as
select
    key_a,
    key_b
from pairs
where nth <= $most_of_a_key
order by nth, key_a, key_b
limit $most_pairs;
