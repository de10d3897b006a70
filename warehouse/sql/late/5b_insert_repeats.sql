insert into internal.repeats by name
select
    v.article_id,
    v.version_id,
    r.starts_at,
    r.n_chars,
    r.kept_at,
    v.batch_key
from late_versions as v
inner join late_repeats as r
    on v.article_id = r.article_id and v.fingerprint = r.fingerprint;
