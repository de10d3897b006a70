-- What was learnt after moment a and up to moment b, one row per version; columns as in article_history. Needs 'use' of this database where it is attached under a name.
create macro changes_between(a, b) as table
select *
from article_history
where learnt_at > a::timestamptz and learnt_at <= b::timestamptz;
