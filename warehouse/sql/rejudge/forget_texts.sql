delete from internal.texts
where recipe = $recipe;
