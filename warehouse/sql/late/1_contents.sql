-- What the versions of the late articles say, one row per article and state:
-- from the versions that are there, and from the new looks.
create or replace temp table late_contents as
with staged as (
    select
        v.article_id,
        s.* exclude (
            row_no, status, captured_at, payload_digest, listed_digest, parser,
            reason, detail, own_key
        )
    from judged as v
    inner join staged_looks as s on v.row_no = s.row_no
    where v.is_late and s.status = 'read'
),

held as (
    select * exclude (
        version_id, version_no, valid_from, learnt_at, is_deleted, changed, cause,
        parser, payload_digest, run_id, batch_key
    )
    from internal.versions
    where not is_deleted and article_id in (select article_id from late)
),

contents as (
    select * from held
    union all by name
    select * from staged
)

select distinct on (article_id, fingerprint) *
from contents
order by article_id, fingerprint;
