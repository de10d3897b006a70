-- The clusters, largest first, one row per member that is shown: the representative,
-- then those that repeat it, nearest first. Of a cluster `n_shown` rows at most.
with members as (
    select
        cluster_id,
        article_id,
        version_id,
        source_id,
        identity_key,
        url,
        duplicate_of,
        decision_id,
        first_seen_at
    from internal.article_heads
    where cluster_id is not null and not is_deleted
),

sized as (
    select
        cluster_id,
        count(*) as n_members,
        max(first_seen_at) as last_at
    from members
    group by cluster_id
    having count(*) > 1
    order by n_members desc, last_at desc, cluster_id
    limit $n
),

placed as (
    select
        m.*,
        s.n_members,
        s.last_at,
        d.relation,
        d.score,
        d.shared_words,
        d.shared_passage,
        row_number() over (
            partition by m.cluster_id
            order by
                m.duplicate_of nulls first,
                d.score desc,
                m.identity_key,
                m.article_id
        ) as nth
    from members as m
    inner join sized as s on m.cluster_id = s.cluster_id
    left join internal.duplicate_decisions as d
        on m.decision_id = d.decision_id
),

shown as (
    select *
    from placed
    where nth <= $n_shown
)

select
    p.cluster_id,
    p.n_members,
    p.relation,
    p.score,
    p.shared_words,
    p.source_id,
    v.published_at,
    coalesce(v.title, left(v.text, 80)) as title,
    p.shared_passage,
    p.article_id,
    p.duplicate_of,
    p.identity_key,
    p.url
from shown as p
inner join internal.versions as v on p.version_id = v.version_id
order by p.n_members desc, p.last_at desc, p.cluster_id, p.nth;
