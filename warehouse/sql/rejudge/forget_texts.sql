-- What the recipe was asked of, as if it was not.
update internal.texts
set recipe = $before
where recipe = $recipe;
