delete from internal.edges
where recipe = $recipe;
