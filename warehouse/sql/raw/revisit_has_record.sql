-- records of the raw files tell of bytes in it that are not there
select
    r.held_file as warc_file,
    count(*) as n
from raw_records as r
where r.held_file is not null
    and not exists (
        select 1
        from raw_records as o
        where o.kind = 'resource'
            and o.payload_digest = r.payload_digest
            and o.warc_file = r.held_file
            and o.warc_offset = r.held_offset
    )
group by r.held_file
order by r.held_file;
