-- A date of publication that ends before it starts, or is of no precision.
select
    article_id,
    version_no,
    published_at,
    published_until,
    published_precision
from internal.versions
where published_at is not null
    and (published_precision is null or published_until <= published_at);
