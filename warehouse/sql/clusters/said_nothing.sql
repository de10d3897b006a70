create or replace temp table said (repeat_key uuid, passage varchar);
