-- Passages taken out of a text because the same text already says them, one row per passage.
create view repeats as
select
    article_id,
    version_id,
    starts_at,
    n_chars,
    kept_at
from internal.repeats;
