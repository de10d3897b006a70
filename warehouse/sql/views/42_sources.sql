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

looks as (
    select
        source_id,
        outcome,
        reason,
        detail,
        looked_at,
        n_entries,
        row_number() over (
            partition by source_id order by looked_at desc
        ) as nth_last
    from internal.source_looks
),

looked as (
    select
        source_id,
        max(looked_at) as last_look_at,
        max(looked_at) filter (
            where outcome in ('ok', 'not_modified')
        ) as last_success_at,
        max(looked_at) filter (where n_entries > 0) as last_filled_at,
        max(outcome) filter (where nth_last = 1) as last_outcome,
        max(concat_ws(': ', reason, detail)) filter (
            where nth_last = 1 and outcome != 'ok'
        ) as last_error,
        max(n_entries) filter (where nth_last = 1) as n_entries,
        count(*) filter (
            where nth_last <= 3 and outcome = 'gone'
        ) as n_gone
    from looks
    group by source_id
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
        when l.last_outcome = 'ok' and l.n_entries = 0
            and l.last_filled_at is not null then 'silent'
        when l.last_look_at at time zone 'UTC' - c.last_new_at at time zone 'UTC'
            > greatest(interval 3 day, 3 * c.usual_gap) then 'stale'
        when l.last_outcome is not null then 'fresh'
    end as health,
    l.last_look_at,
    l.last_success_at,
    l.last_error,
    coalesce(c.n_articles, 0) as n_articles,
    c.last_new_at
from latest as s
left join looked as l on s.source_id = l.source_id
left join counted as c on s.source_id = c.source_id;
