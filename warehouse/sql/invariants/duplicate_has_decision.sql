-- A duplicate without the decision that made it one.
select
    h.article_id,
    h.duplicate_of
from internal.article_heads as h
left join internal.duplicate_decisions as d on h.decision_id = d.decision_id
where h.duplicate_of is not null
    and (
        d.article_id is distinct from h.article_id
        or d.duplicate_of is distinct from h.duplicate_of
    );
