-- What a run came to, one row per source that it looked at, or whose stored bytes it
-- read again.
with looks as (
    select
        source_id,
        count(*) as n_observations,
        count(*) filter (where outcome = 'new') as n_new,
        count(*) filter (where outcome = 'changed') as n_changed,
        count(*) filter (
            where outcome in ('unchanged', 'not_modified')
        ) as n_unchanged,
        count(*) filter (where outcome = 'duplicate') as n_duplicates,
        count(*) filter (where outcome in ('failed', 'gone')) as n_failed
    from internal.observations
    where run_id = $run_id
    group by source_id
),

rejected as (
    select
        source_id,
        count(*) as n_rejects
    from internal.rejects
    where run_id = $run_id
    group by source_id
),

repeated as (
    select
        o.source_id,
        count(*) as n_repeats
    from internal.repeats as r
    inner join internal.observations as o
        on r.article_id = o.article_id and r.batch_key = o.batch_key
    where o.run_id = $run_id
    group by o.source_id
),

came_in as (
    select
        coalesce(l.source_id, r.source_id) as source_id,
        coalesce(l.n_observations, 0) + coalesce(r.n_rejects, 0) as n_in,
        coalesce(r.n_rejects, 0) as n_rejects
    from looks as l
    full join rejected as r on l.source_id = r.source_id
),

looked_at as (
    select
        source_id,
        outcome,
        reason,
        detail,
        n_entries
    from internal.source_looks
    where run_id = $run_id
    union all by name
    select
        source_id,
        'reread' as outcome,
        0 as n_entries
    from came_in
    where source_id not in (
        select s.source_id from internal.source_looks as s where s.run_id = $run_id
    )
),

kinds as (
    select
        source_id,
        arg_max(kind, recorded_at) as kind
    from internal.sources
    group by source_id
)

select
    s.source_id,
    k.kind,
    s.outcome,
    s.reason,
    s.detail,
    s.n_entries,
    coalesce(c.n_in, 0) as n_in,
    coalesce(l.n_new, 0) as n_new,
    coalesce(l.n_changed, 0) as n_changed,
    coalesce(l.n_unchanged, 0) as n_unchanged,
    coalesce(l.n_duplicates, 0) as n_duplicates,
    coalesce(l.n_failed, 0) as n_failed,
    coalesce(c.n_rejects, 0) as n_rejects,
    coalesce(r.n_repeats, 0) as n_repeats
from looked_at as s
left join kinds as k on s.source_id = k.source_id
left join came_in as c on s.source_id = c.source_id
left join looks as l on s.source_id = l.source_id
left join repeated as r on s.source_id = r.source_id
order by s.source_id;
