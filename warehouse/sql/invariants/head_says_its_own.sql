-- An article whose own words are others than those of its text.
with told as (
    select
        text_digest,
        list(own_key) as own_keys
    from internal.texts
    where own_key is not null
    group by text_digest
)

select
    h.article_id,
    h.own_key
from internal.article_heads as h
left join told as t on h.text_digest = t.text_digest
where h.own_key is not null
    and not coalesce(list_contains(t.own_keys, h.own_key), false);
