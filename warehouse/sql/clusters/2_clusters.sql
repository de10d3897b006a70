-- All places beside what they were: those that moved, and those who left a cluster.
create or replace temp table clusters as
with places_before as (
    select
        h.article_id,
        h.cluster_id as old_cluster_id,
        h.duplicate_of as old_duplicate_of,
        h.n_duplicates as old_n_duplicates,
        d.relation as old_relation,
        d.score as old_score,
        d.shared_words as old_shared_words,
        d.recipe as old_recipe,
        case when d.score = 1 then d.shared_passage end as old_passage
    from held as h
    left join placed as p on h.article_id = p.article_id
    left join internal.duplicate_decisions as d on h.decision_id = d.decision_id
    where h.cluster_id is not null or p.article_id is not null
)

select
    b.*,
    p.* exclude (article_id),
    p.duplicate_of is distinct from b.old_duplicate_of
    or p.duplicate_of is not null
    and (
        p.cluster_id is distinct from b.old_cluster_id
        or p.relation is distinct from b.old_relation
        or p.score is distinct from b.old_score
        or p.shared_words is distinct from b.old_shared_words
    ) as is_moved,
    -- no answer mixes two recipes
    is_moved
    or p.duplicate_of is not null
    and b.old_recipe is distinct from $recipe as is_decided,
    md5(concat_ws(
        '/',
        b.article_id,
        p.representative,
        p.cluster_id,
        p.relation,
        p.score,
        p.shared_words,
        $recipe,
        $batch_key,
        epoch_us($now::timestamptz)
    ))::uuid as decision_id
from places_before as b
left join placed as p on b.article_id = p.article_id;
