-- The late articles whose last reading is of this batch: their heads tell of it.
create or replace temp table late_moved as
select
    l.article_id,
    v.row_no
from (
    select
        article_id,
        arg_max(run_id, nth) as run_id
    from late
    where fingerprint is not null
    group by article_id
) as l
inner join judged as v on l.article_id = v.article_id
where l.run_id = $run_id;
