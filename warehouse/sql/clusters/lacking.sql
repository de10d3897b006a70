select count(*) as n
from passages
where passage is null;
