-- An article that the key that named it does not lead to.
select
    article_id,
    identity_rule,
    identity_key
from internal.article_heads as h
where not exists (
    select 1
    from internal.article_keys as k
    where k.key_digest = h.article_id
        and k.article_id = h.article_id
        and k.is_identity
);
