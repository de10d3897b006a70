select count(distinct cluster_id) as n_clusters
from internal.article_heads
where not is_deleted;
