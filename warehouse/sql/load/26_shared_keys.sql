-- The keys found out now, so that no later batch trusts them.
insert into internal.shared_keys by name
select
    n.key_digest,
    n.is_claim,
    $batch_key as batch_key
from newly_shared as n
anti join internal.shared_keys as s
    on n.key_digest = s.key_digest and n.is_claim = s.is_claim;
