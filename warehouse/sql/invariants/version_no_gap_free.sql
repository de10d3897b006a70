-- An article whose versions are not numbered 1, 2, 3 and so on.
select
    article_id,
    min(version_no) as lowest,
    max(version_no) as highest,
    count(*) as n_versions
from internal.versions
group by article_id
having min(version_no) != 1
    or max(version_no) != count(*)
    or count(distinct version_no) != count(*);
