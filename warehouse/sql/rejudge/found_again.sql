-- What was said of two texts is said by what was found of them now.
update internal.edges
set recipe = $recipe
where recipe = $after
    and (key_a, key_b) in (
        select (e.key_a, e.key_b) from internal.edges as e where e.recipe = $before
    );
