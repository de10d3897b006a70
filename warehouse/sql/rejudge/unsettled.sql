delete from internal.settled_recipes
where recipe = $recipe;
