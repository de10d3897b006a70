-- A look that failed is a look too: what comes from before it is late.
update internal.article_heads as h
set last_look_at = s.captured_at
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
where h.article_id = v.article_id
    and v.outcome in ('failed', 'gone')
    and not v.makes_version
    and not v.is_late;
