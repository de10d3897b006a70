-- An article whose head is not its last version.
with last_versions as (
    select
        article_id,
        max(version_no) as version_no
    from internal.versions
    group by article_id
),

ends as (
    select
        v.article_id,
        v.version_id,
        v.version_no,
        v.is_deleted
    from internal.versions as v
    inner join last_versions as l
        on v.article_id = l.article_id and v.version_no = l.version_no
)

select
    coalesce(h.article_id, e.article_id) as article_id,
    h.version_no as head_version_no,
    e.version_no as last_version_no
from internal.article_heads as h
full join ends as e on h.article_id = e.article_id
where h.version_id is distinct from e.version_id
    or h.version_no is distinct from e.version_no
    or h.is_deleted is distinct from e.is_deleted;
