-- Two times move with each look that somebody asked for. By row number and in its
-- order: DuckDB rewrites what it updates in pieces, and in no order it was 12 s a batch
-- at a million heads.
update internal.article_heads as h
set
    last_look_at = greatest(h.last_look_at, t.captured_at),
    last_seen_at = greatest(h.last_seen_at, t.captured_at)
from touched as t
where h.rowid = t.head_no and t.is_asked;
