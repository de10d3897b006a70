delete from staged_keys
where nth > 0 and key_digest in (
    select key_digest from newly_shared
    union
    select key_digest from internal.shared_keys
);
