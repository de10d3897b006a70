-- What the articles say, and said, that got a version now or had a late look: whoever
-- says the same, or what is like it, may find its place moved.
create or replace temp table reached as
with touched as (
    select
        h.repeat_key,
        h.own_key,
        j.old_repeat_key,
        j.old_own_key
    from judged as j
    inner join internal.article_heads as h on j.article_id = h.article_id
    where j.makes_version or j.is_late
),

keys_of_touched as (
    select
        false as is_own,
        unnest([repeat_key, old_repeat_key]) as text_key
    from touched
    union
    select
        true as is_own,
        unnest([own_key, old_own_key]) as text_key
    from touched
)

select
    is_own,
    text_key,
    0 as nth_round
from keys_of_touched
where text_key is not null;
