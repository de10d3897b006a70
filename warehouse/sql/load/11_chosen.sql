-- One look an article and run: a reading before bytes that were seen before,
-- those before a failure; what this run observed already is not looked at twice.
create or replace temp table chosen as
select
    r.article_id,
    arg_min(r.row_no, (
        list_position(['read', 'same', 'failed'], s.status)::bigint << 32
    ) + r.row_no) as row_no
from resolved as r
inner join staged_looks as s on r.row_no = s.row_no
where not exists (
    select 1
    from internal.observations as o
    where o.run_id = $run_id and o.article_id = r.article_id
)
group by r.article_id;
