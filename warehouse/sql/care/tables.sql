-- The tables of the file that is open, the largest last.
select schema_name || '.' || table_name as table_name
from duckdb_tables()
where database_name = current_database() and not internal
order by estimated_size, table_name;
