delete from internal.crowded
where recipe = $recipe;
