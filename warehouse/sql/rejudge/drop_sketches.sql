delete from internal.sketches
where own_key in (
    select o.own_key from internal.own_texts as o where o.recipe != $recipe
);
