insert into internal.settled_recipes by name
select
    $recipe as recipe,
    $now as settled_at;
