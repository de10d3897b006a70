-- What was found as texts were judged again is told from now on.
update internal.edges
set recipe = $recipe
where recipe = $after;
