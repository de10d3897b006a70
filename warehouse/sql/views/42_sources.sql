-- Every source with its last look and its health, one row per source.
create view sources as
with latest as (
    select
        source_id,
        arg_max(kind, recorded_at) as kind,
        arg_max(location, recorded_at) as location
    from internal.sources
    group by source_id
),

-- since when each source has had its address: looks at another one say nothing of it
edited as (
    select
        s.source_id,
        max(s.recorded_at) as other_at
    from internal.sources as s
    inner join latest as l on s.source_id = l.source_id
    where s.location != l.location
    group by s.source_id
),

since as (
    select
        s.source_id,
        min(s.recorded_at) as since_at,
        arg_min(s.run_id, s.recorded_at) as since_run_id
    from internal.sources as s
    left join edited as e on s.source_id = e.source_id
    where e.other_at is null or s.recorded_at > e.other_at
    group by s.source_id
),

looks as (
    select
        l.*,
        l.outcome in ('ok', 'not_modified') as is_good,
        -- one about some time alone is not what the next one is counted from
        is_good and l.reason is distinct from 'span' as is_counted,
        row_number() over (
            partition by l.source_id order by l.looked_at desc
        ) as nth_last
    from internal.source_looks as l
    left join since as s on l.source_id = s.source_id
    -- the run that first met the address recorded it after its look
    where s.since_at is null
        or l.looked_at >= s.since_at
        or l.run_id = s.since_run_id
),

looked as (
    select
        source_id,
        max(looked_at) as last_look_at,
        max(looked_at) filter (where is_counted) as last_success_at,
        max(outcome) filter (where nth_last = 1) as last_outcome,
        max(concat_ws(': ', reason, detail)) filter (
            where nth_last = 1 and not is_good
        ) as last_error,
        -- a listing that was not modified holds what it held
        arg_max(n_entries, looked_at) filter (
            where outcome = 'ok' and is_counted
        ) as n_entries,
        max(n_entries) as most_entries,
        count(*) filter (
            where nth_last <= 3 and outcome = 'gone'
        ) as n_gone,
        arg_max_null(due_at, looked_at) filter (where is_counted) as due_at,
        arg_max_null(
            due_at at time zone 'UTC' - looked_at at time zone 'UTC', looked_at
        ) filter (where outcome = 'ok' and is_counted) as due_after
    from looks
    group by source_id
),

good as (
    select
        source_id,
        asked,
        final_url,
        is_permanent,
        row_number() over (
            partition by source_id order by looked_at desc
        ) as nth_good
    from looks
    where is_counted
),

moved as (
    select
        source_id,
        any_value(final_url) as moved_to
    from good
    where nth_good <= 5
    group by source_id
    having count(final_url) = 5
        and min(final_url) = max(final_url)
        and bool_and(is_permanent or asked = final_url)
),

counted as (
    select
        source_id,
        count(*) filter (where not is_deleted) as n_articles,
        max(first_seen_at) as last_new_at,
        (max(first_seen_utc) - min(first_seen_utc))
        / greatest(count(distinct first_seen_utc::date) - 1, 1) as usual_gap
    from (
        select
            source_id,
            is_deleted,
            first_seen_at,
            -- a day is one in UTC, whatever zone the reader's session is in
            first_seen_at at time zone 'UTC' as first_seen_utc
        from internal.article_heads
    )
    group by source_id
)

select
    s.source_id,
    s.kind,
    s.location,
    case
        when l.n_gone = 3 then 'gone'
        when l.last_outcome not in ('ok', 'not_modified') then 'failing'
        -- as a whole it was not looked at yet
        when l.last_success_at is null then null
        when l.n_entries = 0 and l.most_entries > 0 then 'silent'
        -- a page is one article: no other is to be expected of it
        when s.kind != 'page'
            and l.last_look_at at time zone 'UTC' - c.last_new_at at time zone 'UTC'
            > greatest(interval 3 day, 3 * c.usual_gap) then 'stale'
        when l.last_outcome is not null then 'fresh'
    end as health,
    l.last_look_at,
    l.last_success_at,
    l.last_error,
    -- hints span as long again where nothing moved
    coalesce(
        l.due_at,
        (l.last_success_at at time zone 'UTC' + l.due_after) at time zone 'UTC'
    ) as due_at,
    nullif(m.moved_to, s.location) as moved_to,
    l.n_entries,
    coalesce(c.n_articles, 0) as n_articles,
    c.last_new_at
from latest as s
left join looked as l on s.source_id = l.source_id
left join moved as m on s.source_id = m.source_id
left join counted as c on s.source_id = c.source_id;
