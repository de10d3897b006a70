-- A version for each look that makes one; its id is what it says, of whom and when.
-- The same bytes can be read so, otherwise, and so again, all of one moment: of those
-- that the parser made the id holds when they were learnt, too.
insert into internal.versions by name
select
    md5(concat_ws(
        '/', v.article_id, s.fingerprint, epoch_us(s.captured_at),
        case when v.cause = 'parser' then epoch_us($now::timestamptz) end
    ))::uuid as version_id,
    v.article_id,
    v.version_no,
    s.source_id,
    s.captured_at as valid_from,
    $now as learnt_at,
    s.fingerprint,
    s.text_digest,
    s.repeat_key,
    v.outcome = 'gone' as is_deleted,
    v.changed,
    v.cause,
    s.title,
    s.text,
    s.n_words,
    s.authors,
    s.section,
    s.tags,
    s.language,
    s.language_confidence,
    s.published_at,
    s.published_until,
    s.published_precision,
    s.published_zone,
    s.published_raw,
    s.published_from,
    s.modified_at,
    s.url,
    s.image_url,
    s.publisher,
    s.is_free,
    s.provenance,
    s.parser,
    s.payload_digest,
    $run_id as run_id,
    $batch_key as batch_key
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
where v.makes_version;
