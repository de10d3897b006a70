-- What they held that stays is in `old_heads`.
delete from internal.article_heads
where article_id in (select article_id from old_heads);
