-- What the wanted sources remember of their looks, one row per source. Looks at an
-- address that a source had before are those of another: since it was edited, nothing
-- is known. A look about some time alone leaves what is known as it was.
with recorded as (
    select
        w.source_id,
        w.location,
        w.parser,
        w.kind in ('auto', arg_max(r.kind, r.recorded_at)) as is_of_kind,
        arg_max(r.location, r.recorded_at) = w.location as is_of_location,
        max(r.recorded_at) filter (where r.location != w.location) as other_at
    from wanted as w
    inner join internal.sources as r on w.source_id = r.source_id
    group by w.source_id, w.location, w.parser, w.kind
),

since as (
    select
        c.source_id,
        c.location,
        c.parser,
        c.is_of_kind,
        min(r.recorded_at) as since_at,
        arg_min(r.run_id, r.recorded_at) as since_run_id
    from recorded as c
    inner join internal.sources as r
        on c.source_id = r.source_id and c.location = r.location
    where c.is_of_location
        and (c.other_at is null or r.recorded_at > c.other_at)
    group by all
),

looks as (
    select
        l.source_id,
        l.looked_at,
        l.outcome,
        l.reason,
        l.etag,
        l.last_modified,
        l.parser,
        l.asked,
        l.final_url,
        l.is_permanent,
        l.due_at,
        l.outcome in ('ok', 'not_modified') as is_good
    from internal.source_looks as l
    inner join since as s on l.source_id = s.source_id
    -- the run that first met the address recorded it after its look
    where (l.looked_at >= s.since_at or l.run_id = s.since_run_id)
        and l.reason is distinct from 'span'
),

seen as (
    select
        source_id,
        max(looked_at) filter (where is_good) as last_success_at,
        max(looked_at) filter (where outcome != 'gone') as last_there_at,
        case
            when arg_max_null(reason, looked_at) = 'out_of_time' then coalesce(
                max(looked_at) filter (where reason is distinct from 'out_of_time'),
                '1970-01-01 00:00:00+00'::timestamptz
            )
        end as waits_since,
        arg_max_null(due_at, looked_at) filter (where is_good) as due_at,
        arg_max_null(due_at, looked_at) filter (where outcome = 'ok') as ok_due_at,
        max(looked_at) filter (where outcome = 'ok') as ok_at,
        arg_max({
            'final_url': final_url,
            'leads': is_permanent or asked = final_url
        }, looked_at, 5) filter (where is_good) as last_good,
        arg_max({
            'etag': etag,
            'last_modified': last_modified,
            'parser': parser,
            'asked': asked,
            'final_url': final_url
        }, looked_at) filter (
            where outcome = 'ok'
                or outcome = 'not_modified'
                and (etag is not null or last_modified is not null)
        ) as listed
    from looks
    group by source_id
),

counted as (
    select
        l.source_id,
        count(*) filter (
            where s.last_success_at is null or l.looked_at > s.last_success_at
        ) as n_failed,
        count(*) filter (
            where s.last_there_at is null or l.looked_at > s.last_there_at
        ) as n_gone
    from looks as l
    inner join seen as s on l.source_id = s.source_id
    group by l.source_id
),

-- five times in a row it led to one other address for good, or was asked there: as the
-- view of the sources has it, whose other columns would take as long again to ask for
-- (0.45 s of CPU for 0.3 s, of 1,000 sources after a year; 2026-11-30)
moved as (
    select
        s.source_id,
        s.last_good[1].final_url as leads_to
    from seen as s
    inner join since as w on s.source_id = w.source_id
    where len(s.last_good) = 5
        and len(list_filter(
            s.last_good,
            lambda look: look.leads
                and look.final_url = s.last_good[1].final_url
                and look.final_url != w.location
        )) = 5
),

remembered as (
    select
        s.*,
        w.location,
        w.parser,
        c.n_failed,
        -- what is gone where it had moved to may be back where it was
        case
            when w.is_of_kind and m.leads_to is null then c.n_gone
            else 0
        end as n_gone,
        -- where it has failed for long, the old address is tried every other time
        case
            when c.n_failed < 3 or c.n_failed % 2 = 0 then m.leads_to
        end as moved_to
    from seen as s
    inner join since as w on s.source_id = w.source_id
    inner join counted as c on s.source_id = c.source_id
    left join moved as m on s.source_id = m.source_id
),

compared as (
    select
        *,
        listed.parser is not distinct from parser
        and coalesce(moved_to, location)
        in (coalesce(listed.asked, location), listed.final_url) as is_listed
    from remembered
)

select
    source_id,
    last_success_at,
    case when is_listed then listed.etag end as etag,
    case when is_listed then listed.last_modified end as last_modified,
    due_at,
    ok_due_at,
    ok_at,
    n_gone,
    moved_to,
    waits_since
from compared;
