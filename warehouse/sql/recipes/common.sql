-- What so many stories of one site say.
select
    site,
    digest
from said
group by site, digest
having count(distinct story_no) >= $least;
