update internal.own_texts
set recipe = $before
where recipe = $recipe;
