-- Which article repeats which, and why, one row per article and the article that it repeats.
create view duplicates as
select
    d.article_id,
    d.duplicate_of,
    d.relation,
    d.score,
    d.shared_words,
    d.shared_passage,
    d.cluster_id,
    d.recipe,
    d.decided_at
from internal.article_heads as h
inner join internal.duplicate_decisions as d
    on h.decision_id = d.decision_id
where h.duplicate_of is not null and not h.is_deleted;
