-- When each of the addresses was asked for last, one row per address that ever was.
select
    f.url,
    max(f.started_at) as asked_at
from internal.fetches as f
semi join (select unnest($urls::varchar[]) as url) as w on f.url = w.url
group by f.url;
