-- What this ledger knew at moment t, by learnt_at, deletions hidden and duplicates not folded, one row per article; columns as in article_history. Needs 'use' of this database where it is attached under a name.
create macro articles_as_of(t) as table
select h.* replace (
    null::timestamptz as valid_to,
    true as is_current,
    h.version_no as n_versions
)
from article_history as h
where h.learnt_at <= t::timestamptz
    and not h.is_deleted
    and not exists (
        select 1
        from internal.versions as n
        where n.article_id = h.article_id
            and n.version_no = h.version_no + 1
            and n.learnt_at <= t::timestamptz
    );
