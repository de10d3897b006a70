-- Cluster ids that were given up when two clusters became one, one row per id given up.
create view cluster_aliases as
select
    alias,
    cluster_id,
    merged_at
from internal.cluster_aliases;
