-- The looks of articles that have a late one now, old and new, in the order of
-- capture, with what each says: `state` is the fingerprint, zero for gone, null
-- where it says nothing. Runs of equal states are the article's versions. The looks
-- of this batch are observations already, but of a batch that is not written yet.
-- Between two looks at what was not there, one that nobody asked for does not count.
create or replace temp table late as
with touched as (
    select article_id from judged where is_late
),

looks as (
    select
        o.article_id,
        o.run_id,
        o.captured_at,
        o.fingerprint,
        case
            when o.reason is distinct from 'not_asked'
                then coalesce(o.reason in ('not_found', 'gone'), false)
        end as is_missing,
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
        v.captured_at,
        v.fingerprint,
        s.status = 'missing' as is_missing,
        s.payload_digest,
        s.parser,
        $batch_key as batch_key,
        $now as learnt_at
    from judged as v
    inner join staged_looks as s on v.row_no = s.row_no
    where v.is_late
),

-- Of equal moments what was read comes first, by its bytes, so that the order of
-- arrival does not count; one look of the same bytes is a later reading of the other.
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
        last_value(is_missing ignore nulls) over (
            partition by article_id order by nth
            rows between unbounded preceding and 1 preceding
        ) as was_missing
    from ordered
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

-- the last state before each look, and its bytes and their reading; looks that say
-- nothing are passed over
followed as (
    select
        *,
        last_value(state ignore nulls) over (
            partition by article_id order by nth
            rows between unbounded preceding and 1 preceding
        ) as state_before,
        last_value(
            case when state is not null then payload_digest end ignore nulls
        ) over (
            partition by article_id order by nth
            rows between unbounded preceding and 1 preceding
        ) as payload_before,
        last_value(
            case when state is not null then parser end ignore nulls
        ) over (
            partition by article_id order by nth
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
        partition by article_id order by nth
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
