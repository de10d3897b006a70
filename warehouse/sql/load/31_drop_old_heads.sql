delete from internal.article_heads
where article_id in (
    select article_id from verdicts where is_known and makes_version
);
