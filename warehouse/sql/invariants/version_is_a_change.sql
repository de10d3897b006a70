-- A version that says what the one before says.
select
    n.article_id,
    n.version_no
from internal.versions as v
inner join internal.versions as n
    on v.article_id = n.article_id and v.version_no + 1 = n.version_no
where n.is_deleted = v.is_deleted
    and (n.is_deleted or n.fingerprint = v.fingerprint);
