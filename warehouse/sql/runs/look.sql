insert into internal.source_looks by name
select
    $run_id as run_id,
    $source_id as source_id,
    $looked_at as looked_at,
    $outcome as outcome,
    $reason as reason,
    $detail as detail,
    $etag as etag,
    $last_modified as last_modified,
    $n_entries as n_entries,
    $parser as parser,
    $asked as asked,
    $final_url as final_url,
    $is_permanent as is_permanent,
    $due_at as due_at
where not exists (
    select 1
    from internal.source_looks as l
    where l.run_id = $run_id and l.source_id = $source_id
);
