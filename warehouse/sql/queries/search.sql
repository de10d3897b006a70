select
    article_id,
    score,
    published_at,
    title,
    snippet
from search($words)
limit $n;
