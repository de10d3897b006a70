-- What is known of the articles behind these keys.
select
    k.key_digest,
    h.payload_digest,
    h.listed_digest,
    h.parser,
    h.is_deleted
from internal.article_keys as k
inner join internal.article_heads as h on k.article_id = h.article_id
where k.key_digest in (select w.key_digest from wanted as w);
