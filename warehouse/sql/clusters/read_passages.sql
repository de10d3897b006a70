-- By row number: else all texts are unpacked to read some.
update passages as p
set passage = v.passage
from (
    select
        version_id,
        left(text, 200) as passage
    from internal.versions
    where rowid in (
        select n.rowid
        from internal.versions as n
        where n.version_id in (
            select l.version_id
            from passages as l
            where l.passage is null and not l.is_near
        )
    )
) as v
where p.version_id = v.version_id and p.passage is null;
