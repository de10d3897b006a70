-- Of that what the ledger has not met; looks that give way to others bring nothing.
create or replace temp table arrived as
select
    s.own_key,
    any_value(s.hashes) as hashes,
    any_value(s.letters) as letters
from staged_own as s
where s.own_key in (
    select l.own_key
    from judged as v
    inner join staged_looks as l on v.row_no = l.row_no
    where l.own_key is not null and (v.makes_version or v.is_late)
)
    and s.own_key not in (select o.own_key from internal.own_texts as o)
group by s.own_key;
