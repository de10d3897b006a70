update internal.observations as o
set outcome = l.outcome
from late as l
where o.article_id = l.article_id
    and o.run_id = l.run_id
    and o.outcome != l.outcome;
