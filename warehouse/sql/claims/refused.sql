-- The claims that join nothing: the texts do not agree, or did not at an earlier look
-- of this batch, by which a key that nothing is listed under was found to be nobody's.
create or replace temp table refused as
with unlike as (
    select c.*
    from claims as c
    anti join agreed as a
        on c.row_no = a.row_no and c.key_digest = a.key_digest
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
