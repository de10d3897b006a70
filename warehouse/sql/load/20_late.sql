-- The looks of articles that have a late one now, old and new, in the order of
-- capture, with what each says: `state` is the fingerprint, zero for gone, null
-- where it says nothing. Runs of equal states are the article's versions.
create or replace temp table late as
with touched as (
    select article_id from verdicts where is_late
),

looks as (
    select
        o.article_id,
        o.run_id,
        o.captured_at,
        o.fingerprint,
        coalesce(o.reason in ('not_found', 'gone'), false) as is_missing,
        o.payload_digest,
        o.parser,
        o.batch_key,
        b.committed_at as learnt_at,
        o.outcome as old_outcome
    from internal.observations as o
    inner join touched as t on o.article_id = t.article_id
    inner join internal.batches as b on o.batch_key = b.batch_key
    union all by name
    select
        v.article_id,
        $run_id as run_id,
        s.captured_at,
        case
            when s.status = 'read' then s.fingerprint
            when s.status = 'same' then h.fingerprint
        end as fingerprint,
        s.status = 'missing' as is_missing,
        s.payload_digest,
        s.parser,
        $batch_key as batch_key,
        $now as learnt_at
    from verdicts as v
    inner join staged_looks as s on v.row_no = s.row_no
    inner join internal.article_heads as h on v.article_id = h.article_id
    where v.is_late
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
            when is_missing and was_missing
                then '00000000-0000-0000-0000-000000000000'::uuid
        end as state
    from missed
),

-- the last state before each look, looks that say nothing passed over
followed as (
    select
        *,
        last_value(state ignore nulls) over (
            partition by article_id order by captured_at, run_id
            rows between unbounded preceding and 1 preceding
        ) as state_before,
        last_value(payload_digest ignore nulls) over (
            partition by article_id order by captured_at, run_id
            rows between unbounded preceding and 1 preceding
        ) as payload_before,
        last_value(parser ignore nulls) over (
            partition by article_id order by captured_at, run_id
            rows between unbounded preceding and 1 preceding
        ) as parser_before
    from said
),

numbered as (
    select
        *,
        state is not null
        and state is distinct from state_before
        -- no article begins with its end
        and (fingerprint is not null or state_before is not null) as starts_version
    from followed
)

select
    *,
    sum(starts_version::integer) over (
        partition by article_id order by captured_at, run_id
        rows between unbounded preceding and current row
    )::integer as version_no,
    case
        when fingerprint is null and state is not null
            and state_before is not null then 'gone'
        when fingerprint is null and old_outcome = 'not_modified'
            then 'not_modified'
        when fingerprint is null then 'failed'
        when not starts_version then 'unchanged'
        when state_before is not null then 'changed'
        when old_outcome = 'duplicate' then 'duplicate'
        else 'new'
    end as outcome
from numbered;
