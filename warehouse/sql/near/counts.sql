-- What was not done: hashes by which not all meet, and pairs that were left.
select
    (select count(*) from hashes where n_holders > $most_holders) as n_hashes,
    (select count(*) from (select distinct key_a, key_b from left_pairs)) as n_pairs;
