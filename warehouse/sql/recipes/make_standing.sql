-- Who says which sentence over or under all that is the story's own.
create or replace temp table standing (
    digest bigint,
    site varchar,
    story_no bigint
);
