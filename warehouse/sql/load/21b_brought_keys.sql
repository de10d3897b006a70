-- The keys to be known from now on, by the looks that bring them: those of an article
-- that is known, looked at in this batch or before, or is met now.
create or replace temp table brought_keys as
with seen as (
    select article_id
    from verdicts
    where outcome != 'rejected'
    union
    select known_id
    from keys
    where known_id is not null
)

select
    k.key_digest,
    k.row_no,
    k.nth,
    k.is_claim,
    r.article_id
from keys as k
inner join resolved as r on k.row_no = r.row_no
where k.known_id is null and r.article_id in (select s.article_id from seen as s);
