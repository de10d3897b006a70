insert into internal.texts by name
select
    j.text_digest,
    j.own_key,
    $recipe as recipe
from judged_texts as j
anti join internal.texts as t
    on j.text_digest = t.text_digest and t.recipe = $recipe;
