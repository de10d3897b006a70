select command from internal.runs where run_id = $run_id;
