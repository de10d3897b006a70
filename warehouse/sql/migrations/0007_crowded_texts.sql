-- Where more texts are candidates of one another than are compared, what is no edge may
-- never have been looked at; these two tell it from what was.

-- one row per text of one's own that has candidates it was not laid beside
create table internal.crowded (
    own_key uuid,
    recipe varchar,
);

-- one row per two of those that were found not to join later, key_a the lesser
create table internal.apart (
    key_a uuid,
    key_b uuid,
    recipe varchar,
);

-- of what was compared before nobody wrote down what was passed over
insert into internal.crowded by name
select
    own_key,
    recipe
from internal.own_texts;
