delete from internal.edges
where recipe = $after;
