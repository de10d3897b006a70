-- The heads of what is unchanged, in their order in the table, and what else moved.
create or replace temp table touched as
select
    h.rowid as head_no,
    v.row_no,
    v.captured_at,
    s.reason is distinct from 'not_asked' as is_asked,
    v.has_moved,
    v.has_other_tags
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
inner join internal.article_heads as h on v.article_id = h.article_id
where v.outcome in ('unchanged', 'not_modified') and not v.is_late
order by h.rowid;
