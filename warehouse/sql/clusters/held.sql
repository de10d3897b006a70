-- The articles that say it. Found apart, by each kind of key: with both in one filter
-- all heads are joined, .1 s at a million.
create or replace temp table held as
with found as (
    select rowid as head_no
    from internal.article_heads
    where repeat_key in (select r.text_key from reached as r where not r.is_own)
    union
    select rowid
    from internal.article_heads
    where own_key in (select r.text_key from reached as r where r.is_own)
)

select *
from internal.article_heads
where rowid in (select f.head_no from found as f);
