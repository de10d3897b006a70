-- Raw files of batches that were never committed.
select distinct r.warc_file
from raw_records as r
where r.batch_key is not null
    and not exists (
        select 1 from internal.batches as b where b.batch_key = r.batch_key
    )
order by r.warc_file;
