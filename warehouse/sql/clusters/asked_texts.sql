-- A whole text of each. By row number: else all texts are unpacked to read some.
with wanted as (
    select key_a as own_key from asked
    union
    select key_b from asked
),

versions_of as (
    select
        own_key,
        min(version_id) as version_id
    from held
    where not is_deleted and own_key in (select w.own_key from wanted as w)
    group by own_key
),

texts as (
    select
        version_id,
        text
    from internal.versions
    where rowid in (
        select n.rowid
        from internal.versions as n
        where n.version_id in (select v.version_id from versions_of as v)
    )
)

select
    v.own_key,
    t.text
from versions_of as v
inner join texts as t on v.version_id = t.version_id;
