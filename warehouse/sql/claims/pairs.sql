-- The claims to be settled: keys that only a page's rel=canonical says, now or then,
-- each with the article, or else the look of this batch, that it would join its look
-- to. A look whose listed keys are known needs no claim of its page. `is_nobodys` where
-- nothing is listed under the key; then one source, listing two entries in one run,
-- says that they are two.
create or replace temp table claims as
with led as (
    select row_no
    from keys
    where not is_claim and not is_known_claim and known_id is not null
),

met_now as (
    select
        k.article_id,
        k.source_id
    from internal.article_keys as k
    inner join internal.batches as b on k.batch_key = b.batch_key
    where k.is_identity
        and b.run_id = $run_id
        and k.article_id in (
            select c.known_id from keys as c where c.is_known_claim
        )
),

to_articles as (
    select
        k.row_no,
        k.key_digest,
        k.is_claim,
        k.known_id as article_id,
        null::bigint as other_no,
        k.is_claim and k.is_known_claim as is_nobodys,
        is_nobodys and n.article_id is not null as are_two
    from keys as k
    left join met_now as n
        on k.known_id = n.article_id and k.source_id = n.source_id
    where k.known_id is not null
        and case
            when k.is_claim then k.row_no not in (select l.row_no from led as l)
            else k.is_known_claim
        end
),

-- of the looks that bring a key which is not known the first that is listed under it
owners as (
    select
        key_digest,
        arg_min(row_no, (is_claim, row_no)) as row_no,
        bool_and(is_claim) as is_nobodys
    from keys
    where known_id is null
        and key_digest in (select c.key_digest from keys as c where c.is_claim)
    group by key_digest
    having count(*) > 1
),

first_keys as (
    select
        row_no,
        key_digest,
        source_id,
        row_no not in (select row_no from led) as is_stranger
    from keys
    where nth = 0
),

to_looks as (
    select
        k.row_no,
        k.key_digest,
        k.is_claim,
        null::uuid as article_id,
        o.row_no as other_no,
        o.is_nobodys,
        o.is_nobodys
        and f.source_id = g.source_id
        and f.is_stranger
        and g.is_stranger as are_two
    from keys as k
    inner join owners as o on k.key_digest = o.key_digest
    inner join first_keys as f on k.row_no = f.row_no
    inner join first_keys as g on o.row_no = g.row_no
    where k.is_claim
        and k.row_no != o.row_no
        -- an entry that stands in a listing twice is one
        and f.key_digest != g.key_digest
),

claims as (
    select * from to_articles
    union all by name
    select * from to_looks
)

select * from claims;
