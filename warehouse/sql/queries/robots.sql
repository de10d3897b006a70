-- Each robots.txt that was read since a moment.
select
    origin,
    fetched_at,
    status,
    body
from internal.robots
where fetched_at >= $since;
