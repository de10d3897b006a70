-- Who says which sentence, wherever it stands.
create or replace temp table said (digest bigint, site varchar, story_no bigint);
