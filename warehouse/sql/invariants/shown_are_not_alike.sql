-- Two articles that are both shown, though what they say is one story.
-- Asked of what is settled: while texts are judged again, places are what they were.
select
    a.article_id,
    b.article_id as other_id
from internal.edges as e
inner join internal.article_heads as a on e.key_a = a.own_key
inner join internal.article_heads as b on e.key_b = b.own_key
where e.joins
    and e.recipe in (select s.recipe from internal.settled_recipes as s)
    and not a.is_deleted
    and not b.is_deleted
    and a.duplicate_of is null
    and b.duplicate_of is null;
