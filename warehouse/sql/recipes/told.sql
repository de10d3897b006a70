-- What the articles say, who prints it, and which story it is.
select
    v.text,
    t.site,
    coalesce(s.story_no, t.nth_by_date) as story_no
from tellers as t
inner join internal.versions as v on t.version_id = v.version_id
left join stories as s on t.nth_by_date = s.nth_by_date;
