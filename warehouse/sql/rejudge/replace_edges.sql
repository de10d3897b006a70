delete from internal.edges
where recipe = $before
    and (key_a, key_b) in (
        select (e.key_a, e.key_b) from internal.edges as e where e.recipe = $recipe
    );
