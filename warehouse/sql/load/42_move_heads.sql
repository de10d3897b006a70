-- Bytes, address or parser moved, and no reader could see it. What was said of it in a
-- listing moves with a look that read nothing, too.
update internal.article_heads as h
set
    listed_digest = m.listed_digest,
    payload_digest = case
        when m.is_read then m.payload_digest
        else h.payload_digest
    end,
    parser = case when m.is_read then m.parser else h.parser end,
    fingerprint = coalesce(m.fingerprint, h.fingerprint),
    url = coalesce(m.url, h.url),
    modified_at = coalesce(m.modified_at, h.modified_at)
from (
    select
        t.head_no,
        s.listed_digest,
        s.payload_digest,
        s.parser,
        s.status != 'not_modified' as is_read,
        case when is_read then s.fingerprint end as fingerprint,
        case when is_read then s.url end as url,
        case when is_read then s.modified_at end as modified_at
    from touched as t
    inner join staged_looks as s on t.row_no = s.row_no
    where t.has_moved
    order by t.head_no
) as m
where h.rowid = m.head_no;
