-- Whom each fresh text may repeat: those that share enough of their hashes, the nearest
-- first: `nth` counts them. It meets the first holders of each of its hashes; what is
-- held against the least share is all that the two share, those hashes too by which they
-- did not meet. Two are near that share enough beside the hashes that more than these
-- hold: before some came to be so common they shared more beside, so that who is near in
-- the end is near in any order. `n_work` is what it takes to compare the two, an
-- ordinary pair is 1: what two texts of 60 hashes take, of longer ones by either's
-- letters, and up to a bound by both.
create or replace temp table pairs as
with meetings as (
    select
        f.own_key,
        m.own_key as other_key,
        count(*) as n_met,
        count(*) filter (where m.n_holders <= $most_holders) as n_rare,
        any_value(f.n_hashes) as n_hashes,
        any_value(m.n_hashes) as n_other_hashes
    from met as f
    inner join met as m on f.hash = m.hash
    where f.is_fresh
        and m.nth <= $most_holders
        and f.own_key != m.own_key
    group by f.own_key, m.own_key
),

crowds as (
    select
        own_key,
        hash
    from met
    where nth > $most_holders
),

-- asked pair by pair: joined by hash they are as many as were not to be met
asked as materialized (
    select
        p.own_key,
        p.other_key,
        f.hash
    from meetings as p
    inner join met as f on p.own_key = f.own_key
    where f.is_fresh and f.n_holders > $most_holders
),

further as (
    select
        a.own_key,
        a.other_key,
        count(*) as n_met
    from asked as a
    semi join crowds as c on a.other_key = c.own_key and a.hash = c.hash
    group by a.own_key, a.other_key
),

shared as (
    select
        m.own_key,
        m.other_key,
        m.n_met + coalesce(u.n_met, 0) as n_shared,
        m.n_rare,
        least(m.n_hashes, m.n_other_hashes) as n_least,
        n_least - n_shared + m.n_rare as n_least_rare,
        greatest(
            1.0,
            (m.n_hashes + m.n_other_hashes) / 120,
            least(m.n_hashes::double * m.n_other_hashes / 3600, 300.0)
        ) as n_work
    from meetings as m
    left join further as u on m.own_key = u.own_key and m.other_key = u.other_key
)

select
    own_key,
    other_key,
    least(own_key, other_key) as key_a,
    greatest(own_key, other_key) as key_b,
    n_work,
    n_rare >= case when n_least_rare <= $n_of_short then 1 else 2 end
    and n_rare >= $least_share * n_least_rare as is_near,
    row_number() over (
        partition by own_key
        order by n_shared / n_least desc, n_shared desc, other_key
    ) as nth
from shared
where n_least <= $n_of_short
    or n_shared >= 2 and n_shared >= $least_share * n_least;
