-- The articles of the wanted sources that are due to be looked at again, listed or not,
-- one row per article: so many days after they were first seen, and where their page
-- was not there at the last look, which a second one has to confirm.
with due as (
    select
        h.article_id,
        h.source_id,
        h.first_seen_at,
        h.last_look_at
    from internal.article_heads as h
    inner join wanted as w on h.source_id = w.source_id
    where epoch_us(h.first_seen_at) + w.after_us <= $now_us
        and epoch_us(h.last_look_at) < epoch_us(h.first_seen_at) + w.after_us
        -- what was missed for as long again is let go
        and epoch_us(h.first_seen_at) + 2 * w.after_us + $slack_us > $now_us
),

-- what a run that is under way found missing is for the next one to confirm
under_way as (
    select r.run_id
    from internal.runs as r
    where not exists (
        select 1 from internal.run_ends as e where e.run_id = r.run_id
    )
),

missed as (
    select o.article_id
    from internal.observations as o
    where o.captured_at >= $missed_since
        and o.run_id not in (select u.run_id from under_way as u)
        and o.outcome = 'failed'
        and o.reason in ('not_found', 'gone')
),

unsure as (
    select h.article_id
    from internal.article_heads as h
    inner join internal.observations as o
        on h.article_id = o.article_id and h.last_look_at = o.captured_at
    where h.article_id in (select m.article_id from missed as m)
        and h.source_id in (select w.source_id from wanted as w)
        and o.outcome = 'failed'
        and o.reason in ('not_found', 'gone')
        and o.run_id not in (select u.run_id from under_way as u)
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
    and (
        article_id in (select d.article_id from due as d)
        or article_id in (select u.article_id from unsure as u)
    )
order by source_id, first_seen_at desc, article_id;
