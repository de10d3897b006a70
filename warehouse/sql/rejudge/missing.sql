-- Texts of which the recipe was not asked, each once: so many and so long at most in
-- all, but one at least.
with lacking as (
    select
        text_digest,
        min(rowid) as version_row
    from internal.versions
    where not is_deleted
        and text_digest not in (
            select t.text_digest from internal.texts as t where t.recipe = $recipe
        )
    group by text_digest
    order by version_row
    limit $limit
),

sized as (
    select
        rowid as version_row,
        sum(strlen(text)) over (
            order by rowid
            rows between unbounded preceding and 1 preceding
        ) as n_bytes_before
    from internal.versions
    where rowid in (select l.version_row from lacking as l)
),

chosen as (
    select version_row
    from sized
    where coalesce(n_bytes_before, 0) < $most_bytes
)

select
    text_digest,
    text
from internal.versions
where rowid in (select c.version_row from chosen as c);
