-- One look an article and run: what was read before what the server calls as it was,
-- that before what failed, last what nobody asked for; then the one whose own key names
-- the article (which of several addresses answers first is chance), then the first that
-- was captured. What this run observed already is not looked at twice, but where it read
-- nothing then, what is read now takes the place of that look; where nobody asked, what
-- came of asking does.
create or replace temp table chosen as
with several as (
    select article_id
    from resolved
    group by article_id
    having count(*) > 1
),

firsts as (
    select
        r.article_id,
        arg_min(r.row_no, (
            case
                when s.status in ('read', 'same') then 0
                when s.reason = 'not_asked' then 3
                when s.status = 'not_modified' then 1
                else 2
            end,
            k.key_digest is distinct from r.article_id,
            s.captured_at,
            r.row_no
        )) as row_no
    from resolved as r
    inner join staged_looks as s on r.row_no = s.row_no
    left join keys as k on r.row_no = k.row_no and k.nth = 0
    where r.article_id in (select article_id from several)
    group by r.article_id
),

looked as (
    select
        article_id,
        row_no
    from resolved
    where article_id not in (select article_id from several)
    union all
    select
        article_id,
        row_no
    from firsts
),

before as (
    select
        o.article_id,
        o.fingerprint,
        o.outcome,
        o.reason
    from internal.observations as o
    where o.run_id = $run_id
)

select
    l.article_id,
    l.row_no,
    coalesce(b.outcome = 'gone', false) as was_gone
from looked as l
inner join staged_looks as s on l.row_no = s.row_no
left join before as b on l.article_id = b.article_id
where b.article_id is null
    or b.fingerprint is null and s.status in ('read', 'same')
    or b.reason = 'not_asked' and s.reason is distinct from 'not_asked';
