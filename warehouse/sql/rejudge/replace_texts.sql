delete from internal.texts
where recipe = $before
    and text_digest in (select j.text_digest from judged_texts as j);
