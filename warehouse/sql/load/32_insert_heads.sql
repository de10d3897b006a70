insert into internal.article_heads by name
select * from new_heads;
