-- An article that one run looked at twice.
select
    run_id,
    article_id,
    count(*) as n
from internal.observations
group by run_id, article_id
having count(*) > 1;
