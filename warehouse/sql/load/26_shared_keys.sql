-- The keys found out now, so that no later batch trusts them.
insert into internal.shared_keys by name
select
    n.key_digest,
    $batch_key as batch_key
from newly_shared as n
where n.key_digest not in (select s.key_digest from internal.shared_keys as s);
