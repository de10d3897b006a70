-- Texts of which the recipe was not asked, each once.
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
)

select
    text_digest,
    text
from internal.versions
where rowid in (select l.version_row from lacking as l);
