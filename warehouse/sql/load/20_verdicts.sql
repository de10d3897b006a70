-- What every look is, the plain ones too.
create or replace temp view verdicts as
select
    article_id,
    row_no,
    captured_at,
    false as is_late,
    has_moved,
    has_other_tags,
    case
        when status = 'not_modified' then 'not_modified'
        else 'unchanged'
    end as outcome,
    false as makes_version
from looked
where is_plain
union all by name
select
    article_id,
    row_no,
    captured_at,
    is_late,
    has_moved,
    has_other_tags,
    outcome,
    makes_version
from judged;
