-- A look that read nothing gives way to one of the same run that did: its batch counts
-- it no more, as it counts no second look at an article.
update internal.batches as b
set
    n_in = b.n_in - g.n,
    n_observations = b.n_observations - g.n
from (
    select
        o.batch_key,
        count(*) as n
    from internal.observations as o
    inner join looked as l on o.article_id = l.article_id
    where o.run_id = $run_id
    group by o.batch_key
) as g
where b.batch_key = g.batch_key;
