-- The articles that a person may mean: by id, prefix of it, address or key.
select distinct h.article_id
from internal.article_heads as h
left join internal.article_keys as k on h.article_id = k.article_id
where starts_with(h.article_id::varchar, lower($article))
    or h.url = $article
    or k.written = $article
order by h.article_id
limit 11;
