-- The claims that join nothing: the texts do not agree, or did not at an earlier look
-- of this batch, by which a key that nothing is listed under was found to be nobody's.
-- Of the looks that are listed under a key the first that says something tells whether
-- it is the article's, as if each were a batch of its own.
create or replace temp table refused as
with telling as (
    select
        c.key_digest,
        min(c.row_no) as row_no
    from claims as c
    inner join staged_looks as s on c.row_no = s.row_no
    where not c.is_claim and s.text is not null
    group by c.key_digest
),

unlike as (
    select c.*
    from claims as c
    left join telling as t on c.key_digest = t.key_digest and not c.is_claim
    anti join agreed as a
        on coalesce(t.row_no, c.row_no) = a.row_no and c.key_digest = a.key_digest
),

firsts as (
    select
        key_digest,
        min(row_no) as row_no
    from unlike
    where is_nobodys
    group by key_digest
)

select c.*
from claims as c
left join firsts as f on c.key_digest = f.key_digest
where (c.row_no, c.key_digest) in (select (u.row_no, u.key_digest) from unlike as u)
    or c.is_nobodys and c.row_no > f.row_no;
