delete from internal.repeats
where article_id in (select article_id from late);
