insert into near by name
select
    *,
    $recipe as recipe,
    $now as decided_at
from found
where joins;
