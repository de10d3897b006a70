-- A key that leads to no article.
select
    key_digest,
    written,
    article_id
from internal.article_keys
where article_id not in (select article_id from internal.article_heads);
