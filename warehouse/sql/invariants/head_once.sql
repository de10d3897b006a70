-- An article with several heads.
select
    article_id,
    count(*) as n
from internal.article_heads
group by article_id
having count(*) > 1;
