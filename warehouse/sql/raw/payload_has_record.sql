-- payloads of the ledger are not where their rows say
select
    p.warc_file,
    count(*) as n
from internal.payloads as p
where not exists (
    select 1
    from raw_records as r
    where r.kind = 'resource'
        and r.payload_digest = p.payload_digest
        and r.warc_file = p.warc_file
        and r.warc_offset = p.warc_offset
        and r.warc_length = p.warc_length
)
group by p.warc_file
order by p.warc_file;
