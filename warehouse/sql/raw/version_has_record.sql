-- versions have no record of the entry that they came of
select
    strftime(v.learnt_at, '%Y/%m/%d') as warc_file,
    count(*) as n
from internal.versions as v
inner join internal.article_heads as h on v.article_id = h.article_id
-- a version that a new parser made, or that late input moved to an earlier look
-- at the same bytes, may have none
where v.payload_digest is not null
    and v.cause = 'source'
    and not h.has_late
    and not exists (
        select 1
        from raw_records as r
        where r.batch_key = v.batch_key
            and (
                r.kind = 'damaged'
                or r.kind = 'metadata' and r.payload_digest = v.payload_digest
            )
    )
group by all
order by all;
