-- What an article repeats, and what repeats it, one row per other article.
with own as (
    select
        article_id,
        duplicate_of
    from internal.article_heads
    where article_id = $article_id
),

ways as (
    select
        case
            when d.relation = 'contains'
                and d.duplicate_of is distinct from o.duplicate_of then 'is within'
            else 'repeats'
        end as way,
        d.duplicate_of as other_id,
        d.relation,
        d.score,
        d.shared_words,
        d.shared_passage,
        d.recipe
    from duplicates as d
    inner join own as o on d.article_id = o.article_id

    union all by name

    select
        case
            when d.relation = 'contains'
                and d.duplicate_of is distinct from h.duplicate_of then 'holds'
            else 'is repeated by'
        end as way,
        d.article_id as other_id,
        d.relation,
        d.score,
        d.shared_words,
        d.shared_passage,
        d.recipe
    from duplicates as d
    inner join own as o on d.duplicate_of = o.article_id
    inner join internal.article_heads as h on d.article_id = h.article_id

    union all by name

    -- two that repeat a third: each agrees with that one, and maybe not with the other
    select
        'repeats the same' as way,
        h.article_id as other_id
    from internal.article_heads as h
    inner join own as o on h.duplicate_of = o.duplicate_of
    where h.article_id != o.article_id and not h.is_deleted
)

select
    w.way,
    w.relation,
    w.score,
    w.shared_words,
    h.source_id,
    v.published_at,
    coalesce(v.title, left(v.text, 80)) as title,
    w.shared_passage,
    w.other_id as article_id,
    h.identity_key,
    h.url,
    w.recipe
from ways as w
inner join internal.article_heads as h on w.other_id = h.article_id
inner join internal.versions as v on h.version_id = v.version_id
order by
    w.way = 'repeats' desc,
    w.way = 'is repeated by' desc,
    w.way = 'repeats the same' desc,
    w.way,
    w.score desc,
    h.identity_key,
    w.other_id
limit $n;
