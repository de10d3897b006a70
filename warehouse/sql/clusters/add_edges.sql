insert into internal.edges by name
select
    f.*,
    $recipe as recipe,
    $now as decided_at
from found as f
anti join internal.edges as e on f.key_a = e.key_a and f.key_b = e.key_b;
