-- What a run tells of its sources beside its findings, one row per thing to tell.
with looked as (
    select source_id
    from internal.source_looks
    where run_id = $run_id
),

-- once, as the view takes longer to plan than all of this
known as materialized (
    select
        source_id,
        location,
        health,
        n_articles,
        last_success_at,
        last_new_at
    from sources
),

looks as (
    select
        l.source_id,
        l.outcome,
        l.looked_at,
        l.n_entries,
        l.asked,
        l.final_url,
        l.is_permanent and l.outcome in ('ok', 'not_modified') as is_moved,
        row_number() over (
            partition by l.source_id order by l.looked_at desc
        ) as nth_last
    from internal.source_looks as l
    semi join looked on l.source_id = looked.source_id
),

-- the latest looks that all came to one address
moving as (
    select
        l.source_id,
        l.final_url,
        coalesce(
            min(e.nth_last) filter (
                where not e.is_moved or e.final_url != l.final_url
            ) - 1,
            count(*)
        ) as n_looks
    from looks as l
    inner join looks as e on l.source_id = e.source_id
    where l.nth_last = 1 and l.is_moved
    group by l.source_id, l.final_url
),

failing as (
    select
        source_id,
        coalesce(
            min(nth_last) filter (where outcome in ('ok', 'not_modified')) - 1,
            count(*)
        ) as n_looks,
        max(looked_at) filter (
            where outcome in ('ok', 'not_modified')
        ) as good_at
    from looks
    group by source_id
),

filled as (
    select
        source_id,
        max(looked_at) filter (where n_entries > 0) as filled_at
    from looks
    group by source_id
),

asked_to_wait as (
    select
        status = 429 as is_host,
        case
            when status = 429
                then regexp_extract(final_url, '^[a-z]+://([^/?#]+)', 1)
            else final_url
        end as address,
        max(
            started_at + to_seconds(least(retry_after_s, 86400))
        ) as until_at
    from internal.fetches
    where run_id = $run_id
        and status in (429, 503)
        and retry_after_s > 30
    group by all
),

told as (
    select
        'gone' as kind,
        s.source_id,
        s.location as address,
        null as n,
        s.last_success_at as since_at,
        null as until_at
    from known as s
    semi join looked on s.source_id = looked.source_id
    where s.health = 'gone'

    union all by name

    select
        s.health as kind,
        s.source_id,
        s.n_articles as n,
        case
            when s.health = 'silent' then f.filled_at
            else s.last_new_at
        end as since_at
    from known as s
    inner join filled as f on s.source_id = f.source_id
    where s.health in ('silent', 'stale')

    union all by name

    select
        'failing' as kind,
        source_id,
        n_looks as n,
        good_at as since_at
    from failing
    semi join (
        select source_id
        from known
        where health = 'failing'
    ) using (source_id)
    where n_looks > 1

    union all by name

    select
        'moving' as kind,
        source_id,
        final_url as address,
        n_looks as n
    from moving

    union all by name

    select
        'moved' as kind,
        l.source_id,
        l.asked as address
    from looks as l
    inner join known as s on l.source_id = s.source_id
    where l.nth_last = 1 and l.asked != s.location and not l.is_moved

    union all by name

    select
        if(is_host, 'host_waits', 'address_waits') as kind,
        address,
        until_at
    from asked_to_wait
)

select
    kind,
    source_id,
    address,
    n,
    since_at,
    until_at
from told
order by all;
