-- What the two sides of each claim say, as far as both say something.
select
    c.row_no,
    c.key_digest,
    s.title,
    s.text,
    case when c.article_id is null then o.title else v.title end as other_title,
    coalesce(v.text, o.text) as other_text
from claims as c
inner join staged_looks as s on c.row_no = s.row_no
left join internal.article_heads as h on c.article_id = h.article_id
-- of one that is gone, what it said last
left join internal.versions as v
    on h.article_id = v.article_id
        and h.version_no - h.is_deleted::integer = v.version_no
left join staged_looks as o on c.other_no = o.row_no
where not c.are_two
    and s.text is not null
    and coalesce(v.text, o.text) is not null;
