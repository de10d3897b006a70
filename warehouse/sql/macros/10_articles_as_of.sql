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
        o.payload_digest,
        o.parser,
        b.committed_at as learnt_at,
        coalesce(o.reason in ('not_found', 'gone'), false) as is_missing
    from internal.observations as o
    inner join internal.batches as b on o.batch_key = b.batch_key
    where b.committed_at <= t::timestamptz
        and o.article_id in (
            select l.article_id from internal.article_heads as l where l.has_late
        )
),

-- the order of `late/0_looks.sql`
ordered as (
    select
        *,
        row_number() over (
            partition by article_id
            order by
                captured_at,
                fingerprint is null,
                payload_digest,
                learnt_at,
                run_id
        ) as nth
    from looks
),

missed as (
    select
        *,
        lag(is_missing) over (
            partition by article_id order by nth
        ) as was_missing
    from ordered
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
        lag(state) over (partition by article_id order by nth) as state_before,
        lag(payload_digest) over (
            partition by article_id order by nth
        ) as payload_before,
        lag(parser) over (partition by article_id order by nth) as parser_before
    from said
),

numbered as (
    select
        *,
        sum((
            state is distinct from state_before
            and (fingerprint is not null or state_before is not null)
        )::integer) over (
            partition by article_id order by nth
            rows between unbounded preceding and current row
        )::integer as version_no
    from followed
),

runs as (
    select
        article_id,
        version_no,
        arg_min(state, nth) as state,
        min(captured_at) as valid_from,
        min(learnt_at) as learnt_at,
        arg_min(run_id, nth) as run_id,
        arg_min(payload_digest, nth) as payload_digest,
        arg_min(parser, nth) as parser,
        arg_min_null(payload_before, nth) as payload_before,
        arg_min_null(parser_before, nth) as parser_before
    from numbered
    where version_no > 0
    group by article_id, version_no
),

-- before a return is an end, and before that what it is told against
last_runs as (
    select
        *,
        coalesce(
            before_run = '00000000-0000-0000-0000-000000000000'::uuid, false
        ) as is_return,
        case
            when payload_digest = payload_before
                and parser is distinct from parser_before
                and not is_return then 'parser'
            else 'source'
        end as cause,
        case
            when before_run = '00000000-0000-0000-0000-000000000000'::uuid
                then run_before_that
            else before_run
        end as before,
        md5(concat_ws(
            '/',
            article_id,
            state,
            epoch_us(valid_from),
            case when cause = 'parser' then epoch_us(learnt_at) end
        ))::uuid as version_id
    from (
        select
            *,
            lag(state) over w as before_run,
            lag(state, 2) over w as run_before_that,
            version_no = max(version_no) over (partition by article_id) as is_last
        from runs
        window w as (partition by article_id order by version_no)
    )
    where is_last
),

-- a version that is there keeps the id it was given: schema 2 made others
stored as (
    select r.* replace (coalesce(v.version_id, r.version_id) as version_id)
    from last_runs as r
    left join internal.versions as v
        on r.article_id = v.article_id
            and r.state = v.fingerprint
            and r.valid_from = v.valid_from
            and r.learnt_at = v.learnt_at
            and r.cause = v.cause
),

contents as (
    select distinct on (h.article_id, h.fingerprint)
        h.*,
        v.text_digest
    from article_history as h
    inner join internal.versions as v on h.version_id = v.version_id
    inner join stored as r
        on h.article_id = r.article_id and h.fingerprint in (r.state, r.before)
    order by
        h.article_id,
        h.fingerprint,
        h.version_id = r.version_id desc,
        h.version_no
),

told_again as (
    select n.* exclude (text_digest) replace (
        null::timestamptz as valid_to,
        true as is_current,
        r.version_no as version_no,
        r.version_no as n_versions,
        r.valid_from as valid_from,
        r.learnt_at as learnt_at,
        r.version_id as version_id,
        r.run_id as run_id,
        r.payload_digest as payload_digest,
        r.parser as parser,
        r.cause as cause,
        case
            when r.before is null then []::varchar[]
            else list_filter([
                case when n.title is distinct from o.title then 'title' end,
                case when n.text_digest is distinct from o.text_digest then 'text' end,
                case when n.authors is distinct from o.authors then 'authors' end,
                case
                    when n.published_at is distinct from o.published_at
                        or n.published_precision
                        is distinct from o.published_precision then 'published'
                end,
                case when n.section is distinct from o.section then 'section' end,
                case when r.is_return then 'returned' end
            ], lambda field: field is not null)
        end as changed
    )
    from stored as r
    inner join contents as n
        on r.article_id = n.article_id and r.state = n.fingerprint
    left join contents as o
        on r.article_id = o.article_id and r.before = o.fingerprint
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
