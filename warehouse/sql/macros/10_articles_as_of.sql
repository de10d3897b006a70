-- What this ledger knew at moment t, by learnt_at, deletions hidden and duplicates not folded, one row per article; columns as in article_history. Needs 'use' of this database where it is attached under a name.
create macro articles_as_of(t) as table
-- Of most articles the versions learnt by then are the first ones. Where looks
-- came out of order they are told again from the looks known by then.
with in_order as (
    select h.* replace (
        null::timestamptz as valid_to,
        true as is_current,
        h.version_no as n_versions
    )
    from article_history as h
    where h.learnt_at <= t::timestamptz
        and not h.is_deleted
        and h.article_id not in (
            select l.article_id from internal.article_heads as l where l.has_late
        )
        and not exists (
            select 1
            from internal.versions as n
            where n.article_id = h.article_id
                and n.version_no = h.version_no + 1
                and n.learnt_at <= t::timestamptz
        )
),

looks as (
    select
        o.article_id,
        o.run_id,
        o.captured_at,
        o.fingerprint,
        b.committed_at as learnt_at,
        coalesce(o.reason in ('not_found', 'gone'), false) as is_missing
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    where b.committed_at <= t::timestamptz
        and o.article_id in (
            select l.article_id from internal.article_heads as l where l.has_late
        )
),

missed as (
    select
        *,
        lag(is_missing) over (
            partition by article_id order by captured_at, run_id
        ) as was_missing
    from looks
),

said as (
    select
        *,
        case
            when fingerprint is not null then fingerprint
            else '00000000-0000-0000-0000-000000000000'::uuid
        end as state
    from missed
    where fingerprint is not null or (is_missing and was_missing)
),

followed as (
    select
        *,
        lag(state) over (
            partition by article_id order by captured_at, run_id
        ) as state_before
    from said
),

numbered as (
    select
        *,
        sum((
            state is distinct from state_before
            and (fingerprint is not null or state_before is not null)
        )::integer) over (
            partition by article_id order by captured_at, run_id
            rows between unbounded preceding and current row
        )::integer as version_no
    from followed
),

runs as (
    select
        article_id,
        version_no,
        any_value(state) as state,
        min(captured_at) as valid_from,
        min(learnt_at) as learnt_at
    from numbered
    where version_no > 0
    group by article_id, version_no
),

last_runs as (
    select
        article_id,
        max(version_no) as version_no,
        arg_max(state, version_no) as state,
        arg_max(valid_from, version_no) as valid_from,
        arg_max(learnt_at, version_no) as learnt_at
    from runs
    group by article_id
),

contents as (
    select distinct on (h.article_id, h.fingerprint) h.*
    from article_history as h
    inner join last_runs as r
        on h.article_id = r.article_id and h.fingerprint = r.state
    order by h.article_id, h.fingerprint, h.version_no
),

told_again as (
    select c.* replace (
        null::timestamptz as valid_to,
        true as is_current,
        r.version_no as version_no,
        r.version_no as n_versions,
        r.valid_from as valid_from,
        r.learnt_at as learnt_at,
        md5(concat_ws(
            '/', r.article_id, r.state, epoch_us(r.valid_from)
        ))::uuid as version_id
    )
    from contents as c
    inner join last_runs as r on c.article_id = r.article_id
),

known as (
    select * from in_order
    union all by name
    select * from told_again
),

-- what the heads said then: when it was seen last, and what repeated it
seen as (
    select
        o.article_id,
        min(o.captured_at) as first_seen_at,
        max(o.captured_at) as last_seen_at
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    where b.committed_at <= t::timestamptz and o.fingerprint is not null
    group by o.article_id
),

decided as (
    select
        d.article_id,
        arg_max_null(d.duplicate_of, d.decided_at) as duplicate_of,
        arg_max_null(d.cluster_id, d.decided_at) as cluster_id
    from internal.duplicate_decisions as d
    where d.decided_at <= t::timestamptz
    group by d.article_id
),

repeating as (
    select article_id, cluster_id, duplicate_of
    from decided
    where duplicate_of is not null
),

sizes as (
    select
        cluster_id,
        any_value(duplicate_of) as representative,
        count(*) as n_duplicates
    from repeating
    group by cluster_id
)

select k.* replace (
    coalesce(s.first_seen_at, k.first_seen_at) as first_seen_at,
    coalesce(s.last_seen_at, k.last_seen_at) as last_seen_at,
    coalesce(d.cluster_id, r.cluster_id, k.article_id) as cluster_id,
    coalesce(z.n_duplicates, r.n_duplicates, 0) as n_duplicates
)
from known as k
left join seen as s on k.article_id = s.article_id
left join repeating as d on k.article_id = d.article_id
left join sizes as z on d.cluster_id = z.cluster_id
left join sizes as r on k.article_id = r.representative;
