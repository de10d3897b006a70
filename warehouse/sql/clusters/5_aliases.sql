-- An id whose article now stands in an elder's cluster was given up.
insert into internal.cluster_aliases by name
select distinct
    c.old_cluster_id as alias,
    c.cluster_id,
    $now as merged_at,
    $batch_key as batch_key
from clusters as c
where c.old_cluster_id != c.cluster_id
    and c.old_cluster_id in (
        select o.article_id from clusters as o where o.cluster_id = c.cluster_id
    );
