-- A key that identifies nothing leads nowhere, now or later.
delete from keys
where nth > 0 and key_digest in (
    select key_digest from newly_shared
    union
    select key_digest from internal.shared_keys
);
