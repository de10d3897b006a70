-- The ledger's own tables. Append-only but for article_heads, which holds
-- nothing that cannot be derived again from the others. No constraint is relied
-- upon: loads are idempotent by batch key and anti-join.

create schema if not exists internal;

-- one row per run that began
create table internal.runs (
    run_id uuid,
    started_at timestamptz,
    program varchar,
    command varchar,
    host varchar,
    pid bigint,
);

-- one row per run that ended, however it ended
create table internal.run_ends (
    run_id uuid,
    ended_at timestamptz,
    status varchar,
    detail varchar,
);

-- one row per source and configuration; the latest holds
create table internal.sources (
    source_id varchar,
    kind varchar,
    location varchar,
    settings json,
    run_id uuid,
    recorded_at timestamptz,
);

-- one row per look at a source in a run
create table internal.source_looks (
    run_id uuid,
    source_id varchar,
    looked_at timestamptz,
    outcome varchar,
    reason varchar,
    detail varchar,
    etag varchar,
    last_modified varchar,
    n_entries bigint,
);

-- one row per batch that was committed
create table internal.batches (
    batch_key uuid,
    run_id uuid,
    source_id varchar,
    committed_at timestamptz,
    n_in bigint,
    n_observations bigint,
    n_rejects bigint,
    n_versions bigint,
);

-- one row per distinct raw payload
create table internal.payloads (
    payload_digest varchar,
    media_type varchar,
    charset varchar,
    n_bytes bigint,
    warc_file varchar,
    warc_offset bigint,
    warc_length bigint,
    batch_key uuid,
);

-- one row per key an article was ever known by; is_identity marks the key that
-- named it
create table internal.article_keys (
    key_digest uuid,
    rule varchar,
    written varchar,
    source_id varchar,
    article_id uuid,
    is_identity boolean,
    batch_key uuid,
);

-- one row per look at an article in a run
create table internal.observations (
    run_id uuid,
    article_id uuid,
    outcome varchar,
    reason varchar,
    captured_at timestamptz,
    fingerprint uuid,
    payload_digest varchar,
    parser varchar,
    batch_key uuid,
);

-- one row per version; a tombstone has null text
create table internal.versions (
    version_id uuid,
    article_id uuid,
    version_no integer,
    source_id varchar,
    valid_from timestamptz,
    learnt_at timestamptz,
    fingerprint uuid,
    text_digest uuid,
    repeat_key uuid,
    is_deleted boolean,
    changed varchar[],
    cause varchar,
    title varchar using compression zstd,
    text varchar using compression zstd,
    n_words bigint,
    authors varchar[],
    section varchar,
    tags varchar[],
    language varchar,
    language_confidence double,
    published_at timestamptz,
    published_until timestamptz,
    published_precision varchar,
    published_zone varchar,
    published_raw varchar,
    published_from varchar,
    modified_at timestamptz,
    url varchar,
    image_url varchar,
    publisher varchar,
    is_free boolean,
    provenance json,
    parser varchar,
    payload_digest varchar,
    run_id uuid,
    batch_key uuid,
);

-- one row per article: its latest version and what moves without making one;
-- the only table whose rows change
create table internal.article_heads (
    article_id uuid,
    source_id varchar,
    identity_key varchar,
    identity_rule varchar,
    version_id uuid,
    version_no integer,
    fingerprint uuid,
    text_digest uuid,
    repeat_key uuid,
    n_words bigint,
    published_at timestamptz,
    is_deleted boolean,
    payload_digest varchar,
    listed_digest uuid,
    parser varchar,
    url varchar,
    tags varchar[],
    modified_at timestamptz,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    cluster_id uuid,
    duplicate_of uuid,
    decision_id uuid,
    n_duplicates bigint,
);

-- one row per passage removed because the same text already says it
create table internal.repeats (
    article_id uuid,
    version_id uuid,
    starts_at bigint,
    n_chars bigint,
    kept_at bigint,
    batch_key uuid,
);

-- one row per decision that an article repeats another, or no longer does
create table internal.duplicate_decisions (
    decision_id uuid,
    article_id uuid,
    duplicate_of uuid,
    relation varchar,
    score double,
    shared_words bigint,
    shared_passage varchar,
    cluster_id uuid,
    recipe varchar,
    decided_at timestamptz,
    batch_key uuid,
);

-- one row per cluster id that was given up in a merge
create table internal.cluster_aliases (
    alias uuid,
    cluster_id uuid,
    merged_at timestamptz,
    batch_key uuid,
);

-- one row per HTTP attempt
create table internal.fetches (
    fetch_id uuid,
    run_id uuid,
    source_id varchar,
    url varchar,
    final_url varchar,
    redirects varchar[],
    status integer,
    outcome varchar,
    reason varchar,
    n_bytes bigint,
    elapsed_ms double,
    validators varchar[],
    etag varchar,
    last_modified varchar,
    robots varchar,
    retry_after_s bigint,
    payload_digest varchar,
    started_at timestamptz,
    batch_key uuid,
);

-- one row per thing left out
create table internal.rejects (
    run_id uuid,
    batch_key uuid,
    source_id varchar,
    identity_key varchar,
    stage varchar,
    reason varchar,
    detail varchar,
    url varchar,
    payload_digest varchar,
    excerpt varchar,
    rejected_at timestamptz,
);

-- one row per thing that a person should look at
create table internal.findings (
    run_id uuid,
    source_id varchar,
    kind varchar,
    detail varchar,
    figure double,
    usual_figure double,
    found_at timestamptz,
);
