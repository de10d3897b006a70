-- The articles with who prints them, all that counts of them as numbers: equal ones
-- for what is said twice.
create or replace temp table tellers as
select
    h.version_id,
    h.own_key,
    s.site,
    h.n_words,
    row_number() over (
        order by h.published_at nulls last, h.fingerprint, h.identity_key, h.article_id
    ) as nth_by_date,
    dense_rank() over (order by h.repeat_key) as same_no,
    case
        when h.own_key is not null then dense_rank() over (order by h.own_key)
    end as own_no
from held as h
inner join sites as s on h.article_id = s.article_id;
