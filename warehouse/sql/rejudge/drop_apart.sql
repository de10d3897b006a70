delete from internal.apart
where recipe != $recipe;
