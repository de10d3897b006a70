delete from internal.own_texts
where recipe = $recipe;
