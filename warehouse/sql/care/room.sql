-- How large the open file is, what of it is free, and how many of the heads' rows
-- are there still and how many were replaced.
select
    s.block_size * s.total_blocks as n_bytes,
    s.block_size * s.free_blocks as n_free_bytes,
    h.n_rows,
    t.estimated_size - h.n_rows as n_replaced
from pragma_database_size() as s,
    duckdb_tables() as t,
    (select count(*) as n_rows from internal.article_heads) as h
where s.database_name = current_database()
    and t.database_name = current_database()
    and t.schema_name = 'internal'
    and t.table_name = 'article_heads';
