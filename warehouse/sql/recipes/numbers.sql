-- Those that may tell what another tells.
with same as (
    select same_no
    from tellers
    group by same_no
    having count(*) > 1
),

own as (
    select own_no
    from tellers
    group by own_no
    having count(*) > 1
    union
    select a_no
    from teller_ties
    union
    select b_no
    from teller_ties
)

select
    nth_by_date,
    nth_by_date as nth_seen,
    same_no,
    own_no,
    coalesce(n_words, 0) as n_words
from tellers
where same_no in (select s.same_no from same as s)
    or own_no in (select o.own_no from own as o where o.own_no is not null);
