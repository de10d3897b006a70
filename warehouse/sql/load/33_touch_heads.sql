-- What moves without making a version: the last look, the bytes, the address.
update internal.article_heads as h
set
    last_look_at = s.captured_at,
    last_seen_at = s.captured_at,
    payload_digest = s.payload_digest,
    listed_digest = s.listed_digest,
    parser = s.parser,
    fingerprint = coalesce(s.fingerprint, h.fingerprint),
    url = coalesce(s.url, h.url),
    modified_at = coalesce(s.modified_at, h.modified_at)
from verdicts as v
inner join staged_looks as s on v.row_no = s.row_no
where h.article_id = v.article_id and v.outcome = 'unchanged' and not v.is_late;
