-- The articles, with what a recipe says that is their own.
create or replace temp table held as
select h.* replace (t.own_key as own_key)
from internal.article_heads as h
left join internal.texts as t
    on h.text_digest = t.text_digest and t.recipe = $recipe;
