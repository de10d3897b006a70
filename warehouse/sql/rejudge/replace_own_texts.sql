delete from internal.own_texts
where recipe = $before
    and own_key in (select s.own_key from staged_own as s);
