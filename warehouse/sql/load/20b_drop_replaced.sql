delete from internal.observations
where run_id = $run_id
    and article_id in (select article_id from looked);
