-- A version without a text, or a tombstone with one.
select
    article_id,
    version_no,
    is_deleted
from internal.versions
where is_deleted is distinct from (text is null);
