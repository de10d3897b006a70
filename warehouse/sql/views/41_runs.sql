-- Every run and how it ended, one row per run.
create view runs as
with counted as (
    select
        run_id,
        count(*) as n_batches,
        sum(n_in)::bigint as n_in,
        sum(n_observations)::bigint as n_observations,
        sum(n_rejects)::bigint as n_rejects,
        sum(n_versions)::bigint as n_versions
    from internal.batches
    group by run_id
)

select
    r.run_id,
    r.started_at,
    e.ended_at,
    coalesce(e.status, 'running') as status,
    e.detail,
    r.command,
    r.program,
    r.host,
    r.pid,
    coalesce(c.n_batches, 0) as n_batches,
    coalesce(c.n_in, 0) as n_in,
    coalesce(c.n_observations, 0) as n_observations,
    coalesce(c.n_rejects, 0) as n_rejects,
    coalesce(c.n_versions, 0) as n_versions
from internal.runs as r
left join internal.run_ends as e on r.run_id = e.run_id
left join counted as c on r.run_id = c.run_id;
