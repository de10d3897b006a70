-- Apart from the others, as a list cannot be updated in place.
update internal.article_heads as h
set tags = m.tags
from (
    select
        t.head_no,
        s.tags
    from touched as t
    inner join staged_looks as s on t.row_no = s.row_no
    where t.has_other_tags
    order by t.head_no
) as m
where h.rowid = m.head_no;
