-- What stands at the ends of so many stories of a site, or anywhere in more of them,
-- one row per sentence, with the site that prints it most.
with everywhere as (
    select
        digest,
        site,
        count(distinct story_no) as n_stories
    from said
    group by digest, site
    having count(distinct story_no) >= least($at_ends, $anywhere)
),

at_ends as (
    select
        digest,
        site
    from standing
    group by digest, site
    having count(distinct story_no) >= $at_ends
),

boilerplate as (
    select e.*
    from everywhere as e
    left join at_ends as a on e.digest = a.digest and e.site = a.site
    where a.digest is not null or e.n_stories >= $anywhere
)

select
    digest,
    list(site order by n_stories desc, site)[1] as site,
    max(n_stories) as n_stories
from boilerplate
group by digest
order by max(n_stories) desc, digest;
