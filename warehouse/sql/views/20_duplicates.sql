-- Which article repeats which, and why, one row per article and the article that it repeats.
create view duplicates as
with places as (
    select
        article_id,
        own_key,
        n_words,
        coalesce(cluster_id, article_id) as cluster_id,
        coalesce(duplicate_of, article_id) as representative
    from internal.article_heads
    where not is_deleted
),

-- a brief in a roundup: it joins nothing, so both are shown, each for its cluster
pieces as (
    select
        case when shorter = 'a' then key_a else key_b end as own_key,
        case when shorter = 'a' then key_b else key_a end as other_key,
        case when shorter = 'a' then share_a else share_b end as share,
        score,
        passage,
        recipe,
        decided_at
    from internal.edges
    where not joins
),

-- one for two clusters: of the two that are shown, as far as they are the ones alike
contained as (
    select
        p.article_id,
        o.article_id as duplicate_of,
        p.cluster_id,
        e.score,
        e.passage,
        e.recipe,
        e.decided_at,
        least(round(e.share * p.n_words), p.n_words, o.n_words)::bigint
            as shared_words,
        row_number() over (
            partition by p.representative, o.representative
            order by
                p.article_id != p.representative,
                o.article_id != o.representative,
                e.score desc,
                p.article_id,
                o.article_id
        ) as nth
    from pieces as e
    inner join places as p on e.own_key = p.own_key
    inner join places as o on e.other_key = o.own_key
    where p.representative != o.representative
),

decided as (
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
    where h.duplicate_of is not null and not h.is_deleted
)

select * from decided
union all by name
select
    article_id,
    duplicate_of,
    'contains' as relation,
    score,
    shared_words,
    passage as shared_passage,
    cluster_id,
    recipe,
    decided_at
from contained
where nth = 1;
