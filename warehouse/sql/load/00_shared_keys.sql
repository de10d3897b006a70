-- A key that several entries of one listing claim beside their own identifies
-- none of them: a site whose pages all name one canonical address.
delete from staged_keys
where nth > 0 and key_digest in (
    select key_digest
    from staged_keys
    where nth > 0
    group by key_digest
    having count(*) > 1
);
