-- The articles whose page was not there when another run looked last, since a moment.
select h.article_id
from internal.observations as o
inner join internal.article_heads as h
    on o.article_id = h.article_id and o.captured_at = h.last_look_at
where o.captured_at >= $since
    and o.run_id != $run_id
    and o.outcome = 'failed'
    and o.reason in ('not_found', 'gone');
