-- One look an article and run: what was read before what was not, then the one whose
-- own key names the article (which of several addresses answers first is chance), then
-- the first that was captured. What this run observed already is not looked at twice.
create or replace temp table chosen as
select
    r.article_id,
    arg_min(r.row_no, (
        s.status in ('missing', 'failed'),
        k.key_digest is distinct from r.article_id,
        s.captured_at,
        r.row_no
    )) as row_no
from resolved as r
inner join staged_looks as s on r.row_no = s.row_no
left join staged_keys as k on r.row_no = k.row_no and k.nth = 0
where not exists (
    select 1
    from internal.observations as o
    where o.run_id = $run_id and o.article_id = r.article_id
)
group by r.article_id;
