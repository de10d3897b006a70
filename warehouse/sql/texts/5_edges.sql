-- Whom what arrived is like. An edge is of two that the ledger holds: what a look that
-- gave way brings is compared again when it comes again.
insert into internal.edges by name
select
    e.*,
    $recipe as recipe,
    $now as decided_at
from edges as e
where e.key_a in (select o.own_key from internal.own_texts as o)
    and e.key_b in (select o.own_key from internal.own_texts as o)
    and (
        e.key_a in (select a.own_key from arrived as a)
        or e.key_b in (select a.own_key from arrived as a)
    );
