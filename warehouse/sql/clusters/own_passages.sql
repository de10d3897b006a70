-- A sentence that both hold, of several the longest, then the first; where none is
-- written alike in both, how the article's own text starts. Of a text of megabytes only
-- the first are looked for: each takes a millisecond there.
update passages as p
set passage = f.passage
from (
    with texts as materialized (
        select
            version_id,
            text
        from internal.versions
        where rowid in (
            select n.rowid
            from internal.versions as n
            where n.version_id in (
                select l.version_id from passages as l where l.passage is null
                union
                select l.other_version_id from passages as l where l.passage is null
            )
        )
    ),

    sentences as (
        select
            l.version_id,
            t.text,
            o.text as other_text,
            regexp_extract_all(
                left(t.text, 20000),
                '[^\s.!?。！？।…][^.!?。！？।…\n]*[.!?。！？।…]*'
            )[:100] as said
        from passages as l
        inner join texts as t on l.version_id = t.version_id
        inner join texts as o on l.other_version_id = o.version_id
        where l.passage is null
    ),

    shared as (
        select
            version_id,
            text,
            list_filter(
                said, lambda one: len(one) >= 20 and contains(other_text, one)
            ) as said
        from sentences
    ),

    measured as (
        select
            version_id,
            text,
            said,
            list_max(list_transform(said, lambda one: least(len(one), 200))) as most
        from shared
    )

    select
        version_id,
        coalesce(
            list_filter(said, lambda one: least(len(one), 200) = most)[1][:200],
            left(text, 200)
        ) as passage
    from measured
) as f
where p.version_id = f.version_id and p.passage is null;
