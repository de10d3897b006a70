-- What is judged again is sketched again.
delete from internal.sketches
where own_key in (
    select o.own_key
    from internal.own_texts as o
    where o.recipe = $before
        and o.own_key in (select s.own_key from staged_own as s)
);
