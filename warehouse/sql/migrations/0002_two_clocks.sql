-- Late input lands where it belongs: heads know their last look, whatever came
-- of it, and whether an article ever had looks out of order.
alter table internal.article_heads add column last_look_at timestamptz;

alter table internal.article_heads add column has_late boolean default false;

update internal.article_heads set last_look_at = last_seen_at;

-- one row per key that was found to identify nothing: several articles claim it
create table internal.shared_keys (
    key_digest uuid,
    batch_key uuid,
);

-- the parser that left a payload out, so that it is not read again in vain
alter table internal.rejects add column parser varchar;
