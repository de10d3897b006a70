-- How the texts start that this batch brings, to show what two say that say the same:
-- each as it is written, so that what is shown does not hang on who came first.
create or replace temp table said as
select
    s.text_digest,
    any_value(left(s.text, 200)) as passage
from judged as v
inner join staged_looks as s on v.row_no = s.row_no
where s.status = 'read'
group by s.text_digest;
