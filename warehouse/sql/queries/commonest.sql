-- The sentences that at least so many articles say, by their digest.
select
    digest,
    count(*) as n_texts
from said
group by digest
having count(*) >= $least
order by n_texts desc, digest;
