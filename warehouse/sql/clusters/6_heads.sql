-- The heads say the place that `clusters` gave.
update internal.article_heads as h
set
    cluster_id = c.cluster_id,
    duplicate_of = c.duplicate_of,
    n_duplicates = c.n_duplicates,
    decision_id = case
        when c.duplicate_of is null then null
        when c.is_decided then c.decision_id
        else h.decision_id
    end
from clusters as c
where h.article_id = c.article_id
    and (
        c.is_decided
        or c.cluster_id is distinct from c.old_cluster_id
        or c.n_duplicates is distinct from c.old_n_duplicates
    );
