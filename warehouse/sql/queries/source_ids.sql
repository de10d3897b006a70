-- The sources that the ledger knows.
select distinct source_id
from internal.sources;
