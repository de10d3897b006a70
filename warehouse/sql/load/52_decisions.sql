-- A row where an article's place among its duplicates is another than before.
insert into internal.duplicate_decisions by name
select
    decision_id,
    article_id,
    duplicate_of,
    case when duplicate_of is not null then relation end as relation,
    case when duplicate_of is not null then 1.0 end as score,
    case when duplicate_of is not null then n_words end as shared_words,
    case when duplicate_of is not null then shared_passage end as shared_passage,
    cluster_id,
    $recipe as recipe,
    $now as decided_at,
    $batch_key as batch_key
from clusters
where duplicate_of is distinct from old_duplicate_of
    or (duplicate_of is not null and cluster_id is distinct from old_cluster_id);
