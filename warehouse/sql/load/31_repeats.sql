-- What was taken out of the texts of the new versions.
insert into internal.repeats by name
select
    v.article_id,
    md5(concat_ws(
        '/', v.article_id, s.fingerprint, epoch_us(s.captured_at),
        case when v.cause = 'parser' then epoch_us($now::timestamptz) end
    ))::uuid as version_id,
    r.starts_at,
    r.n_chars,
    r.kept_at,
    $batch_key as batch_key
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
inner join staged_repeats as r on v.row_no = r.row_no
where v.makes_version;
