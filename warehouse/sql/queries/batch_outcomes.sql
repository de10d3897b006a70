-- How many looks of a batch came to what.
select
    outcome,
    count(*) as n
from internal.observations
where batch_key = $batch_key
group by outcome;
