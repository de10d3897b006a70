-- The sentences of the text taken out (-) and put in (+) between two versions of an article, in order, one row per sentence: nth, sign, sentence, sentence_no (its place in the version it stands in, from 1). White space between sentences aside; titles and dates are in article_history. Needs 'use' of this database where it is attached under a name.
create macro article_diff(article, from_version, to_version) as table
-- Sentences that stand in both are paired by their text and by how often it has
-- come; of the pairs, the longest run in the same order stays (Fredman 1975 by
-- lists), the rest moved: out at one place, in at the other.
with versions as (
    select false as is_new, o.text
    from internal.versions as o
    where o.article_id = article::uuid and o.version_no = from_version
    union all
    select true as is_new, n.text
    from internal.versions as n
    where n.article_id = article::uuid and n.version_no = to_version
),

texts as (
    select
        is_new,
        list_filter(string_split(regexp_replace(regexp_replace(
            coalesce(v.text, ''),
            '([.!?…؟।][''"”’»)\]]*)\s+|\n+', '\1' || chr(30), 'g'
        ), '([。！？][」』”’）]*)', '\1' || chr(30), 'g'), chr(30)),
        lambda s: s != '') as sentences
    from versions as v
    -- a version that is not there is compared with nothing
    where (select count(*) from versions) = 2
),

numbered as (
    select
        is_new,
        unnest(sentences) as sentence,
        generate_subscripts(sentences, 1) as seq
    from texts
),

counted as (
    select
        *,
        row_number() over (
            partition by is_new, sentence order by seq
        ) as nth_time
    from numbered
),

pairs as (
    select
        o.seq as old_at,
        n.seq as new_at,
        row_number() over (order by o.seq) as k
    from counted as o
    inner join counted as n
        on o.sentence = n.sentence and o.nth_time = n.nth_time
    where not o.is_new and n.is_new
),

-- the length of the longest ascending run that ends in each pair
measured as (
    select list_reduce(
        list({'seq': [new_at], 'best': [1::bigint]} order by k),
        lambda done, pair: {
            'seq': list_concat(done['seq'], pair['seq']),
            'best': list_append(done['best'], 1::bigint + coalesce(list_max(
                list_transform(
                    list_filter(
                        list_zip(done['seq'], done['best']),
                        lambda z: z[1] < pair['seq'][1]
                    ),
                    lambda z: z[2]
                )
            ), 0::bigint))
        }
    ) as run
    from pairs
),

ranked as (
    select
        unnest(run['seq']) as new_at,
        unnest(run['best']) as best,
        generate_subscripts(run['best'], 1) as k
    from measured
),

-- read backwards: a pair stays where it is one shorter than the last that
-- stayed, and before it
chosen as (
    select list_reduce(
        list(
            {'kept': [new_at], 'want': best, 'below': new_at} order by k desc
        ),
        lambda done, pair: case
            when pair['want'] = done['want'] and len(done['kept']) = 0
                or pair['want'] = done['want'] and pair['below'] < done['below']
                then {
                    'kept': list_concat(done['kept'], pair['kept']),
                    'want': done['want'] - 1,
                    'below': pair['below']
                }
            else done
        end,
        {
            'kept': []::bigint[],
            'want': max(best),
            'below': 9223372036854775807::bigint
        }
    ) as run
    from ranked
),

chosen_at as (
    select unnest(run['kept']) as new_at
    from chosen
),

-- joins and windows from here on: with columns for the macro's arguments, duckdb
-- 1.5.5 answers wrongly where these are subqueries, or breaks
kept as (
    select p.old_at, p.new_at
    from pairs as p
    inner join chosen_at as c on p.new_at = c.new_at
),

stays as (
    select false as is_new, k.old_at as seq, k.new_at
    from kept as k
    union all
    select true as is_new, k.new_at as seq, k.new_at
    from kept as k
),

edits as (
    select
        c.is_new,
        c.sentence,
        c.seq,
        s.new_at is not null as is_kept,
        coalesce(max(s.new_at) over (
            partition by c.is_new order by c.seq
        ), 0) as after_new
    from counted as c
    left join stays as s on c.is_new = s.is_new and c.seq = s.seq
)

select
    row_number() over (order by after_new, is_new, seq) as nth,
    if(is_new, '+', '-') as sign,
    sentence,
    seq as sentence_no
from edits
where not is_kept
order by nth;
