-- What tells whether two copies of a ledger hold the same.
select
    (select max(version) from internal.schema_migrations) as schema_version,
    (select max(made_at) from internal.schema_views) as views_made_at,
    (select count(*) from internal.batches) as n_batches,
    (select count(*) from internal.run_ends) as n_run_ends,
    (select count(*) from internal.source_looks) as n_source_looks,
    (select count(*) from internal.findings) as n_findings;
