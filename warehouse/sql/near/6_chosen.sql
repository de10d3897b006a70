-- Of these as many as are compared at a time: of each text the nearest of those that are
-- near, and of the others, while it was not compared with either in vain too often: near
-- strangers, as items under a paragraph that it ends in, cost it no look at its story.
-- A few first of each part of those that hang together: to a brief hundreds of copies of
-- a roundup are nearer than another paper's brief, and none of them is looked at in vain.
create or replace temp table chosen_pairs as
with vain as (
    select
        p.own_key,
        p.is_near,
        count(*) as n
    from pairs as p
    semi join compared as c on p.key_a = c.key_a and p.key_b = c.key_b and not c.is_alike
    group by p.own_key, p.is_near
),

of_parts as (
    select
        *,
        row_number() over (partition by own_key, other_part order by nth)
            as nth_of_part
    from left_pairs
),

ranked as (
    select
        l.*,
        coalesce(v.n, 0) as n_vain,
        row_number() over (
            partition by l.own_key, l.is_near
            order by ceil(l.nth_of_part / $n_of_a_part), l.nth
        ) as nth_left
    from of_parts as l
    left join vain as v on l.own_key = v.own_key and l.is_near = v.is_near
),

wanted as (
    select
        key_a,
        key_b,
        min(nth) as nth,
        any_value(n_work) as n_work
    from ranked
    where has_few
        or nth_left <= $n_each
        and nth_left + n_vain <= if(is_near, $most_near_in_vain, $most_in_vain)
    group by key_a, key_b
),

summed as (
    select
        *,
        sum(n_work) over (
            order by nth, key_a, key_b
            rows between unbounded preceding and current row
        ) as n_work_so_far
    from wanted
)

select
    key_a,
    key_b,
    n_work
from summed
where n_work_so_far <= $most_work;
