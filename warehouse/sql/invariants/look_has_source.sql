-- A look of no source, or of one that is not known though its run told of all it saw.
select
    o.run_id,
    o.article_id,
    o.source_id
from internal.observations as o
left join internal.run_ends as e on o.run_id = e.run_id
where o.source_id is null
    or e.status in ('done', 'findings')
    and o.source_id not in (select s.source_id from internal.sources as s);
