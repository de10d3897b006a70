create or replace temp table held as from internal.article_heads;
