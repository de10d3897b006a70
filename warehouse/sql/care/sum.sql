-- Reads every column of every row of a table: how many rows, and a sum that is
-- the same for the same rows in whatever order.
select
    count(*) as n_rows,
    coalesce(sum(hash(t)), 0)::hugeint as row_sum
from query_table($table_name) as t;
