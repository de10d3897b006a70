-- A key that only a page's rel=canonical claims is no more than a hint: whether two
-- articles are one is then told by what they say. Keys of before count as listed.
alter table internal.article_keys add column is_claim boolean default false;

-- found to identify nothing where pages claim it; who lists it has it for a key
alter table internal.shared_keys add column is_claim boolean default false;
