-- A batch that was committed twice.
select
    batch_key,
    count(*) as n
from internal.batches
group by batch_key
having count(*) > 1;
