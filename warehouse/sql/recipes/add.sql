-- The table that holds from now on.
insert into internal.recipes by name
select
    $learnt as learnt,
    $now as learnt_at,
    (select count(*) from sentences) as n_sentences,
    $command as command;
