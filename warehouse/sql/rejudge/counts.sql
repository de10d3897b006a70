-- What there is to say of texts that were all judged anew.
select
    (select count(*) from internal.texts) as n_texts,
    (select count(*) from internal.edges) as n_edges,
    (
        select count(distinct cluster_id)
        from internal.article_heads
        where not is_deleted
    ) as n_clusters;
