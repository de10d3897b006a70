-- The keys of the looks, each with the article that it is known to lead to: the
-- one time that the ledger is asked for its keys.
create or replace temp table keys as
select
    k.row_no,
    k.nth,
    k.key_digest,
    a.article_id as known_id
from staged_keys as k
left join internal.article_keys as a on k.key_digest = a.key_digest;
