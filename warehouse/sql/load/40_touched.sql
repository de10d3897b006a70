-- The heads of what is unchanged, in their order in the table, and what else moved.
create or replace temp table touched as
select
    h.rowid as head_no,
    v.row_no,
    v.captured_at,
    v.has_moved,
    v.has_other_tags
from verdicts as v
inner join internal.article_heads as h on v.article_id = h.article_id
where v.outcome = 'unchanged' and not v.is_late
order by h.rowid;
