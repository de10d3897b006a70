-- Whether a decided batch makes versions, and whether it has late looks.
select
    coalesce(bool_or(makes_version), false) as has_versions,
    coalesce(bool_or(is_late), false) as has_late
from judged;
