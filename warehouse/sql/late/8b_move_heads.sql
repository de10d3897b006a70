update internal.article_heads as h
set
    payload_digest = s.payload_digest,
    listed_digest = s.listed_digest,
    parser = s.parser,
    url = coalesce(s.url, h.url),
    modified_at = coalesce(s.modified_at, h.modified_at)
from late_moved as m
inner join staged_looks as s on m.row_no = s.row_no
where h.article_id = m.article_id;
