-- What is shown to whom says the same as its representative: how its own text starts,
-- or, where the two differ in what is nobody's own, a sentence that both hold.
create or replace temp table passages as
select
    c.article_id,
    h.version_id,
    e.version_id as other_version_id,
    c.relation = 'near' as is_near,
    case
        when c.relation = 'near' then null
        when s.passage is not null then s.passage
        when c.old_relation in ('same_text', 'same_normalized') then c.old_passage
    end as passage
from clusters as c
inner join held as h on c.article_id = h.article_id
inner join held as e on c.duplicate_of = e.article_id
left join said as s on h.text_digest = s.text_digest
where c.is_decided and c.passage is null;
