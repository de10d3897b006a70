insert into internal.findings by name
select
    $run_id as run_id,
    $source_id as source_id,
    $kind as kind,
    $detail as detail,
    $figure as figure,
    $usual_figure as usual_figure,
    $now as found_at
where not exists (
    select 1
    from internal.findings as f
    where f.run_id = $run_id
        and f.source_id is not distinct from $source_id
        and f.kind = $kind
);
