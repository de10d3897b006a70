-- A key that identifies nothing leads nowhere, now or later; claimed by a page, it may
-- lead to the article that is listed under it.
delete from keys
where nth > 0
    and (not is_claim or known_id is null or is_known_claim)
    and key_digest in (
        select n.key_digest from newly_shared as n
        union
        select s.key_digest
        from internal.shared_keys as s
        where keys.is_claim or not s.is_claim
    );
