-- The requests since a moment whose server asked to be left alone for a while: by what
-- they say, the host (429) or the address (503).
select
    case
        when status = 429
            then regexp_extract(final_url, '^https?://([^/?#]*)', 1)
    end as host,
    case when status = 503 then final_url end as final_url,
    case when status = 503 then url end as url,
    max(epoch_us(started_at) + (elapsed_ms * 1000)::bigint + (
        least(retry_after_s, $most_s) * 1_000_000
    )) as until_us
from internal.fetches
where started_at >= $since
    and status in (429, 503)
    and retry_after_s > 0
group by all
having until_us > $now_us;
