-- A look at an article that is not there.
select
    run_id,
    article_id,
    outcome
from internal.observations
where article_id not in (select article_id from internal.article_heads);
