-- Apart from the others, as a list cannot be updated in place.
update internal.article_heads as h
set tags = s.tags
from late_moved as m
inner join staged_looks as s on m.row_no = s.row_no
where h.article_id = m.article_id and s.status = 'read';
