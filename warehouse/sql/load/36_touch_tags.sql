-- Apart from the others, as a list cannot be updated in place.
update internal.article_heads as h
set tags = s.tags
from touched as t
inner join staged_looks as s on t.row_no = s.row_no
where h.rowid = t.head_no and t.has_other_tags;
