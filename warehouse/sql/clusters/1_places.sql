-- Each member's place, and why: how what it says is like what its representative says.
create or replace temp table placed as
with representatives as (
    select
        p.nth_by_date,
        c.article_id as cluster_id,
        p.n_members - 1 as n_duplicates,
        r.article_id as representative,
        r.repeat_key,
        r.own_key,
        r.text_digest,
        r.n_words
    from places as p
    inner join members as r on p.representative = r.nth_by_date
    inner join members as c on p.first_seen = c.nth_seen
),

told as (
    select
        m.article_id,
        m.n_words,
        r.n_words as other_n_words,
        r.representative,
        r.cluster_id,
        r.n_duplicates,
        case
            when m.text_digest = r.text_digest then 'same_text'
            when m.repeat_key = r.repeat_key then 'same_normalized'
            when m.own_key = r.own_key then 'near'
        end as sameness,
        n.relation as likeness,
        n.score,
        case when n.key_a = m.own_key then n.share_a else n.share_b end as share,
        case when n.key_a = m.own_key then n.share_b else n.share_a end as other_share,
        n.passage
    from representatives as r
    inner join members as m on r.nth_by_date = m.nth_by_date
    left join near as n
        on least(m.own_key, r.own_key) = n.key_a
            and greatest(m.own_key, r.own_key) = n.key_b
)

select
    article_id,
    cluster_id,
    n_duplicates,
    representative,
    nullif(representative, article_id) as duplicate_of,
    case
        when duplicate_of is not null then coalesce(sameness, likeness)
    end as relation,
    case
        when duplicate_of is null then null
        when sameness is not null then 1.0
        else score
    end as score,
    case
        when duplicate_of is null then null
        when sameness is not null then least(n_words, other_n_words)
        -- what a site prints under the one of them is not in both
        else round(least(share * n_words, other_share * other_n_words))::bigint
    end as shared_words,
    case
        when duplicate_of is not null and sameness is null then passage
    end as passage
from told;
