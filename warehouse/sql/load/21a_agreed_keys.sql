-- What a page claimed, and an entry that says the same is listed under, is no claim any
-- more.
update internal.article_keys
set is_claim = false
where is_claim
    and key_digest in (select k.key_digest from keys as k where k.is_agreed);
