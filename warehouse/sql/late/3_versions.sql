-- The versions of the late articles, as the order of capture gives them.
create or replace temp table late_versions as
with runs as (
    select
        article_id,
        version_no,
        arg_min(state, nth) as state,
        min(captured_at) as valid_from,
        min(learnt_at) as learnt_at,
        arg_min(payload_digest, nth) as payload_digest,
        arg_min_null(payload_before, nth) as payload_before,
        arg_min_null(parser_before, nth) as parser_before,
        arg_min(parser, nth) as parser,
        arg_min(run_id, nth) as run_id,
        arg_min(batch_key, nth) as batch_key
    from late
    where version_no > 0 and state is not null
    group by article_id, version_no
),

told as (
    select
        *,
        state = '00000000-0000-0000-0000-000000000000'::uuid as is_deleted,
        lag(state) over w as before,
        lag(state, 2) over w as before_that
    from runs
    window w as (partition by article_id order by version_no)
),

compared as (
    select
        *,
        coalesce(
            before = '00000000-0000-0000-0000-000000000000'::uuid, false
        ) as is_return,
        case
            when payload_digest = payload_before
                and parser is distinct from parser_before
                and not is_return then 'parser'
            else 'source'
        end as cause
    from told
)

select
    md5(concat_ws(
        '/',
        t.article_id,
        case when not t.is_deleted then t.state end,
        epoch_us(t.valid_from),
        case when t.cause = 'parser' then epoch_us(t.learnt_at) end
    ))::uuid as version_id,
    t.article_id,
    t.version_no,
    t.valid_from,
    t.learnt_at,
    t.is_deleted,
    t.payload_digest,
    t.parser,
    t.run_id,
    t.batch_key,
    t.cause,
    case
        when t.is_deleted then ['deleted']
        when t.before is null then []::varchar[]
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
            case when t.is_return then 'returned' end
        ], lambda field: field is not null)
    end as changed,
    n.* exclude (article_id)
from compared as t
left join late_contents as n
    on t.article_id = n.article_id and t.state = n.fingerprint
left join late_contents as o
    on t.article_id = o.article_id
        and case when t.is_return then t.before_that else t.before end
        = o.fingerprint;
