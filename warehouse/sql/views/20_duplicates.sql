-- Which article repeats which, and why, one row per article and the article that it repeats.
create view duplicates as
-- a brief in a roundup: it joins nothing, so both are shown, each for its cluster
with pieces as (
    select
        case when shorter = 'a' then key_a else key_b end as own_key,
        case when shorter = 'a' then key_b else key_a end as other_key,
        case when shorter = 'a' then share_a else share_b end as share,
        case when shorter = 'a' then share_b else share_a end as other_share,
        score,
        passage,
        -- what is being judged again is marked behind a comma, and holds until then
        split_part(recipe, ',', 1) as recipe,
        decided_at
    from internal.edges
    -- what is found as texts are judged again is told once all of them were
    where not joins and not ends_with(recipe, ', after')
),

keys as (
    select own_key from pieces
    union
    select other_key from pieces
),

-- of those in a cluster that say the same of their own one speaks for all: else 300
-- copies of a brief and 300 of a roundup are 90,000 pairs
ranked as (
    select
        article_id,
        own_key,
        n_words,
        coalesce(cluster_id, article_id) as cluster_id,
        coalesce(duplicate_of, article_id) as representative,
        row_number() over (
            partition by own_key, coalesce(duplicate_of, article_id)
            order by duplicate_of is not null, article_id
        ) as nth
    from internal.article_heads
    where own_key in (select k.own_key from keys as k) and not is_deleted
),

speakers as (
    select *
    from ranked
    where nth = 1
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
        round(least(e.share * p.n_words, e.other_share * o.n_words))::bigint
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
    inner join speakers as p on e.own_key = p.own_key
    inner join speakers as o on e.other_key = o.own_key
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
