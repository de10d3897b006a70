delete from internal.settled_recipes;
