-- The heads of known articles that get a version: replaced, not updated, as nearly
-- every column of a head moves with one.
create or replace temp table old_heads as
select *
from internal.article_heads
where article_id in (
    select article_id from judged where is_known and makes_version
);
