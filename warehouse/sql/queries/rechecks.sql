-- The articles of the wanted sources that are due to be looked at again, listed or not,
-- one row per article: so many days after they were first seen, until a look saw them;
-- and where their page was not there, until a second look saw or missed it.
with due as (
    select h.article_id
    from internal.article_heads as h
    inner join wanted as w on h.source_id = w.source_id
    where epoch_us(h.first_seen_at) + w.after_us <= epoch_us($now::timestamptz)
        -- a look that failed, as where the host asked to wait, has not seen it
        and epoch_us(h.last_seen_at) < epoch_us(h.first_seen_at) + w.after_us
        -- what was missed for as long again is let go
        and epoch_us(h.first_seen_at) + 2 * w.after_us + $slack_us
        > epoch_us($now::timestamptz)
),

missed as (
    select
        o.article_id,
        o.captured_at
    from internal.observations as o
    where o.captured_at >= $missed_since
        and o.outcome = 'failed'
        and o.reason in ('not_found', 'gone')
),

unsure as (
    select h.article_id
    from internal.article_heads as h
    inner join missed as m
        on h.article_id = m.article_id and h.last_seen_at < m.captured_at
    where h.source_id in (select w.source_id from wanted as w)
)

select
    source_id,
    url,
    identity_rule,
    identity_key,
    article_id
from internal.article_heads
where not is_deleted
    and url is not null
    -- what this run asked for already is for the next one to ask again
    and last_look_at < $read_since
    and (
        article_id in (select d.article_id from due as d)
        or article_id in (select u.article_id from unsure as u)
    )
order by source_id, first_seen_at desc, article_id;
