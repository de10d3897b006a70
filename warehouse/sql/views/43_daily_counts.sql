-- Articles by the day they were published, or by the month or year where no day is known, one row per source, language and such span.
create view daily_counts as
select
    source_id,
    language,
    published_at as starts_at,
    case published_precision
        when 'year' then 'year'
        when 'month' then 'month'
        else 'day'
    end as span,
    count(*) as n_articles,
    sum(n_words)::bigint as n_words
from (
    select
        source_id,
        language,
        published_precision,
        n_words,
        case
            when published_precision in ('year', 'month') then published_at
            -- a day in UTC, whatever zone the reader's session is in
            else date_trunc('day', published_at at time zone 'UTC')
                at time zone 'UTC'
        end as published_at
    from articles
)
group by all;
