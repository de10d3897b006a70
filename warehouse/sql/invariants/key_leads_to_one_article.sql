-- A key that leads to several articles.
select
    key_digest,
    count(*) as n
from internal.article_keys
group by key_digest
having count(*) > 1;
