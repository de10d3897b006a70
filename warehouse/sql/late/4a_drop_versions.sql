delete from internal.versions
where article_id in (select article_id from late);
