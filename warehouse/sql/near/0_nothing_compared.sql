create or replace temp table compared (key_a uuid, key_b uuid, is_alike boolean);
