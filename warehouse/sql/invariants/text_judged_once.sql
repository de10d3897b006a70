-- A text of which a recipe was asked twice.
select
    text_digest,
    recipe,
    count(*) as n
from internal.texts
group by text_digest, recipe
having count(*) > 1;
