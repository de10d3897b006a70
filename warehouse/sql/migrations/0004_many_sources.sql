-- A batch may hold the looks of several sources, so each says which is its own.
alter table internal.observations add column source_id varchar;

update internal.observations as o
set source_id = b.source_id
from internal.batches as b
where o.batch_key = b.batch_key;

-- which address was asked for a listing, where it led, and when it may be asked again
alter table internal.source_looks add column asked varchar;

alter table internal.source_looks add column final_url varchar;

alter table internal.source_looks add column is_permanent boolean default false;

alter table internal.source_looks add column due_at timestamptz;

-- one row per origin: its robots.txt as it was read last, which holds for a day
create table internal.robots (
    origin varchar,
    fetched_at timestamptz,
    status integer,
    body varchar using compression zstd,
);
