select
    source_id,
    kind,
    health,
    n_articles,
    last_success_at,
    last_new_at,
    last_error,
    location
from sources
order by source_id;
