-- Each look beside the head of its article, as far as the rest needs to know: the one
-- time that the heads are asked. A plain look says what the head says, so its verdict
-- is told already; most are. What a reader cannot see may have moved all the same.
-- A look that is "not modified" read nothing, and is plain whenever it comes.
-- A look that takes the place of one that ended the article is late: the end is undone.
-- So is one of the very moment of the last, as `late/` has the order of those, but of
-- the same bytes: those are read again, and the new reading follows the old.
create or replace temp table looked as
select
    c.article_id,
    s.row_no,
    s.status,
    s.captured_at,
    s.repeat_key,
    s.own_key,
    case
        when s.status = 'read' then s.fingerprint
        when s.status = 'same' then h.fingerprint
    end as fingerprint,
    h.article_id is not null as is_known,
    s.status != 'not_modified'
    and coalesce(
        c.was_gone
        or s.captured_at < h.last_look_at
        or s.captured_at = h.last_look_at
        and s.payload_digest is distinct from h.payload_digest,
        false
    ) as is_late,
    h.article_id is not null
    and not is_late
    and (
        s.status in ('same', 'not_modified')
        or s.status = 'read'
        and not coalesce(h.is_deleted, false)
        and s.fingerprint is not distinct from h.fingerprint
    ) as is_plain,
    h.listed_digest is distinct from s.listed_digest
    or s.status != 'not_modified'
    and (
        h.payload_digest is distinct from s.payload_digest
        or h.parser is distinct from s.parser
        or h.fingerprint is distinct from coalesce(s.fingerprint, h.fingerprint)
        or h.url is distinct from coalesce(s.url, h.url)
        or h.modified_at is distinct from coalesce(s.modified_at, h.modified_at)
    ) as has_moved,
    s.status = 'read' and h.tags is distinct from s.tags as has_other_tags,
    h.payload_digest = s.payload_digest
    and h.listed_digest is not distinct from s.listed_digest
    and h.parser is distinct from s.parser as has_other_parser,
    coalesce(h.is_deleted, false) as was_deleted,
    h.version_no as old_version_no,
    h.repeat_key as old_repeat_key,
    h.own_key as old_own_key,
    h.last_look_at
from chosen as c
inner join staged_looks as s on c.row_no = s.row_no
left join internal.article_heads as h on c.article_id = h.article_id;
