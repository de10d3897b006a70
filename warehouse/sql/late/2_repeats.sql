-- What was taken out of the texts of the late articles, by what they say.
create or replace temp table late_repeats as
select distinct
    v.article_id,
    v.fingerprint,
    r.starts_at,
    r.n_chars,
    r.kept_at
from internal.repeats as r
inner join internal.versions as v on r.version_id = v.version_id
where v.article_id in (select article_id from late)
union
select
    v.article_id,
    s.fingerprint,
    r.starts_at,
    r.n_chars,
    r.kept_at
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
inner join staged_repeats as r on v.row_no = r.row_no
where v.is_late;
