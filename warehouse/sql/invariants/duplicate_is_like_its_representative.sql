-- A duplicate that does not say what its representative says, nor what is like it.
select
    h.article_id,
    h.duplicate_of
from internal.article_heads as h
inner join internal.article_heads as r on h.duplicate_of = r.article_id
left join internal.edges as e
    on e.joins
        and least(h.own_key, r.own_key) = e.key_a
        and greatest(h.own_key, r.own_key) = e.key_b
where not h.is_deleted
    and h.repeat_key is distinct from r.repeat_key
    and coalesce(h.own_key != r.own_key, true)
    and e.key_a is null;
