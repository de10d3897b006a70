create or replace temp table said (text_digest uuid, passage varchar);
