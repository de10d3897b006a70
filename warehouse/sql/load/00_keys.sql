-- The keys of the looks, each with the article that it is known to lead to, and whether
-- its page claims it now and a page alone claimed it then: the one time that the ledger
-- is asked for its keys.
create or replace temp table keys as
select
    k.row_no,
    k.nth,
    k.key_digest,
    k.is_claim,
    s.source_id,
    a.article_id as known_id,
    coalesce(a.is_claim, false) as is_known_claim,
    false as is_agreed
from staged_keys as k
inner join staged_looks as s on k.row_no = s.row_no
left join internal.article_keys as a on k.key_digest = a.key_digest;
