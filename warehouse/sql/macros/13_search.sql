-- Articles that hold every word of the query in title or text, best first, one row per article: article_id, score, title, published_at, source_id, url, snippet. Needs 'use' of this database where it is attached under a name.
create macro search(query) as table
with words as (
    select list_filter(
        string_split_regex(lower(query), '\s+'), lambda w: w != ''
    ) as wanted
),

found as (
    select
        a.article_id,
        a.title,
        a.published_at,
        a.source_id,
        a.url,
        a.text,
        a.n_words,
        w.wanted,
        lower(concat_ws(' ', a.title, a.text)) as haystack,
        lower(coalesce(a.title, '')) as heading
    from articles as a, words as w
    where len(w.wanted) > 0
        and len(list_filter(
            w.wanted,
            lambda x: not contains(lower(concat_ws(' ', a.title, a.text)), x)
        )) = 0
)

select
    article_id,
    round(list_sum(list_transform(
        wanted,
        lambda x: (
            (len(haystack) - len(replace(haystack, x, ''))) / len(x)
            + 5 * contains(heading, x)::integer
        )
    )) / ln(2 + n_words), 3) as score,
    title,
    published_at,
    source_id,
    url,
    trim(regexp_replace(substr(
        text,
        greatest(1, strpos(lower(text), wanted[1]) - 60)::bigint,
        160
    ), '\s+', ' ', 'g')) as snippet
from found
order by score desc, published_at desc nulls last, article_id;
