-- When the earliest run began of those that did not end well, one after the other, up
-- to this one.
with this as (
    select started_at
    from internal.runs
    where run_id = $run_id
),

well as (
    select max(r.started_at) as last_at
    from internal.runs as r
    inner join internal.run_ends as e on r.run_id = e.run_id
    where e.status not in ('abandoned', 'failed')
        and r.started_at < (select started_at from this)
)

select min(r.started_at) as since_at
from internal.runs as r, this as t, well as w
where r.started_at <= t.started_at
    and (w.last_at is null or r.started_at > w.last_at)
    and epoch_us(r.started_at) >= epoch_us(t.started_at) - $at_most_us;
