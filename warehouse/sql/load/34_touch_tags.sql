-- Apart from the others, as a list cannot be updated in place.
update internal.article_heads as h
set tags = s.tags
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
where h.article_id = v.article_id
    and v.outcome = 'unchanged' and not v.is_late
    and s.status = 'read'
    and h.tags is distinct from s.tags;
