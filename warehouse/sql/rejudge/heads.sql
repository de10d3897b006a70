-- What each article says of its own, by the recipe.
update internal.article_heads as h
set own_key = t.own_key
from internal.texts as t
where h.text_digest = t.text_digest
    and t.recipe = $recipe
    and h.own_key is distinct from t.own_key;
