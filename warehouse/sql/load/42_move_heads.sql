-- Bytes, address or parser moved, and no reader could see it.
update internal.article_heads as h
set
    payload_digest = m.payload_digest,
    listed_digest = m.listed_digest,
    parser = m.parser,
    fingerprint = coalesce(m.fingerprint, h.fingerprint),
    url = coalesce(m.url, h.url),
    modified_at = coalesce(m.modified_at, h.modified_at)
from (
    select t.head_no, s.*
    from touched as t
    inner join staged_looks as s on t.row_no = s.row_no
    where t.has_moved
    order by t.head_no
) as m
where h.rowid = m.head_no;
