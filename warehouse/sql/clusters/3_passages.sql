-- What is shown to whom says the same as its representative: both start so.
create or replace temp table passages as
select
    c.article_id,
    h.version_id,
    coalesce(s.passage, r.passage, c.old_passage) as passage
from clusters as c
inner join held as h on c.article_id = h.article_id
inner join held as e on c.duplicate_of = e.article_id
left join said as s on h.repeat_key = s.repeat_key
left join said as r on e.repeat_key = r.repeat_key
where c.is_decided and c.passage is null;
