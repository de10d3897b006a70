-- The keys with what came of the claims: one that is refused leads nowhere, and where
-- the look is listed under it, it is that look's, whoever claims it.
create or replace temp table keys as
with listed_under as (
    select key_digest
    from refused
    where not is_claim
),

settled as (
    select
        k.* replace (
            case when r.row_no is null then k.known_id end as known_id,
            c.row_no is not null and r.row_no is null and not k.is_claim
                as is_agreed
        )
    from keys as k
    left join claims as c
        on k.row_no = c.row_no and k.key_digest = c.key_digest
    left join refused as r
        on k.row_no = r.row_no and k.key_digest = r.key_digest
    where not (
        k.is_claim
        and (
            r.row_no is not null
            or k.key_digest in (select l.key_digest from listed_under as l)
        )
    )
)

select * from settled;
