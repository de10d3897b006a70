-- Every source with its health and what says when it is due, one row per source.
with settings as (
    select
        source_id,
        arg_max(settings ->> 'every', recorded_at) as every,
        arg_max(settings ->> 'timezone', recorded_at) as timezone,
        arg_max((settings ->> 'always_due')::boolean, recorded_at) as always_due
    from internal.sources
    group by source_id
),

hints as (
    select
        source_id,
        arg_max(due_at, looked_at) as hint_at
    from internal.source_looks
    where outcome in ('ok', 'not_modified')
        and reason is distinct from 'span'
    group by source_id
)

select
    s.source_id,
    s.kind,
    s.health,
    s.n_articles,
    s.last_success_at,
    s.last_new_at,
    s.last_error,
    s.location,
    c.every,
    c.timezone,
    coalesce(c.always_due, false) as always_due,
    h.hint_at
from sources as s
inner join settings as c on s.source_id = c.source_id
left join hints as h on s.source_id = h.source_id
order by s.source_id;
