-- What the texts of this batch say of their own.
insert into internal.texts by name
select distinct
    s.text_digest,
    s.own_key,
    $recipe as recipe
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
anti join internal.texts as t
    on s.text_digest = t.text_digest and t.recipe = $recipe
where s.status = 'read' and (v.makes_version or v.is_late);
