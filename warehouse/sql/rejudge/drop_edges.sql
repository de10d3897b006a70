-- Of other recipes, or of a text that is no longer there.
delete from internal.edges
where recipe != $recipe
    or key_a not in (select o.own_key from internal.own_texts as o)
    or key_b not in (select o.own_key from internal.own_texts as o);
