-- The whole texts of those that the batch brings. The keys are read apart, as duckdb 1.5
-- cannot push a filter on a UUID down into an Arrow table.
with said as materialized (
    select
        row_no,
        own_key
    from staged_looks
),

wanted as (
    select key_a as own_key from asked
    union
    select key_b from asked
),

firsts as (
    select
        s.own_key,
        min(s.row_no) as row_no
    from said as s
    semi join wanted as w on s.own_key = w.own_key
    group by s.own_key
)

select
    f.own_key,
    s.text
from firsts as f
inner join staged_looks as s on f.row_no = s.row_no;
