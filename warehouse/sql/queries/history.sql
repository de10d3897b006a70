select
    h.version_no,
    h.valid_from,
    h.valid_to,
    h.changed,
    h.cause,
    h.title,
    h.n_words,
    h.is_deleted,
    h.article_id,
    h.source_id,
    h.identity_key,
    h.url
from article_history as h
where h.article_id = $article_id
order by h.version_no;
