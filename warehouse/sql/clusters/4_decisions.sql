-- A row where an article's place among its duplicates is another than before.
insert into internal.duplicate_decisions by name
select
    c.decision_id,
    c.article_id,
    c.duplicate_of,
    c.relation,
    c.score,
    c.shared_words,
    case
        when c.duplicate_of is not null then coalesce(c.passage, p.passage)
    end as shared_passage,
    c.cluster_id,
    $recipe as recipe,
    $now as decided_at,
    $batch_key as batch_key
from clusters as c
left join passages as p on c.article_id = p.article_id
where c.is_decided;
