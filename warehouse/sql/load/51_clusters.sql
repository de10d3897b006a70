-- Each member's place in its cluster: a function of the members alone. The first
-- by the rule of the representative is what `articles` shows; the cluster has
-- the id of the member that was seen first.
create or replace temp table clusters as
with groups as (
    select
        repeat_key,
        count(*) as n_members,
        arg_min(article_id, (first_seen_at, article_id)) as cluster_id,
        any_value(article_id) filter (where nth = 1) as representative,
        any_value(text_digest) filter (where nth = 1) as text_digest
    from members
    where is_shared
    group by repeat_key
)

select
    m.article_id,
    m.n_words,
    m.old_cluster_id,
    m.old_duplicate_of,
    m.old_decision_id,
    g.cluster_id,
    nullif(g.representative, m.article_id) as duplicate_of,
    g.n_members - 1 as n_duplicates,
    coalesce(m.shared_passage, d.shared_passage) as shared_passage,
    case
        when m.text_digest = g.text_digest then 'same_text'
        else 'same_normalized'
    end as relation,
    md5(concat_ws(
        '/', m.article_id, g.representative, g.cluster_id, $batch_key
    ))::uuid as decision_id
from members as m
left join groups as g on m.is_shared and m.repeat_key = g.repeat_key
left join internal.duplicate_decisions as d
    on m.old_decision_id = d.decision_id;
