-- Articles that hold every word of the query, and what it has in quotes as one phrase, in title or text, best first, one row per article: article_id, score, title, published_at, source_id, url, snippet. Needs 'use' of this database where it is attached under a name.
create macro search(query) as table
with words as (
    select list_filter(
        list_transform(
            regexp_extract_all(
                translate(lower(query), '“”„«»', '"""""'), '"[^"]+"|\S+'
            ),
            lambda w: trim(replace(w, '"', ' '))
        ),
        lambda w: w != ''
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
),

placed as (
    select
        *,
        greatest(1, strpos(lower(text), wanted[1]) - 60)::bigint as starts_at
    from found
),

-- whole words, where the script has spaces
opened as (
    select
        *,
        starts_at + 160 <= length(text) as goes_on,
        if(
            starts_at > 1,
            '… ' || regexp_replace(
                substr(text, starts_at, 160), '^\S{0,30}\s+', ''
            ),
            substr(text, 1, 160)
        ) as piece
    from placed
),

shown as (
    select
        *,
        if(
            goes_on, regexp_replace(piece, '\s+\S{0,30}$', '') || ' …', piece
        ) as snippet
    from opened
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
    trim(regexp_replace(snippet, '\s+', ' ', 'g')) as snippet
from shown
order by score desc, published_at desc nulls last, article_id;
