-- Texts that repeat one another though no digest of them is equal. Of each text what
-- it says of its own is known by a key, which holds the recipe that made it; the keys
-- of two recipes never meet.
alter table internal.article_heads add column own_key uuid;

-- one row per distinct text and recipe: what it says of its own; null where that is
-- too short to be alike other than by chance
create table internal.texts (
    text_digest uuid,
    own_key uuid,
    recipe varchar,
);

-- one row per distinct text of one's own: its letters, packed one by one, as a column
-- that is compressed as a whole gives none of them without two thousand others
create table internal.own_texts (
    own_key uuid,
    n_hashes integer,
    letters blob,
    recipe varchar,
);

-- one row per hash of its sketch
create table internal.sketches (
    own_key uuid,
    n_hashes integer,
    hash integer,
);

-- one row per two of them that are alike, key_a the lesser; what is no row was
-- judged not to be
create table internal.edges (
    key_a uuid,
    key_b uuid,
    relation varchar,
    joins boolean,
    shorter varchar,
    score double,
    share_a double,
    share_b double,
    passage varchar,
    recipe varchar,
    decided_at timestamptz,
);

-- one row per table of boilerplate that was learnt; the newest holds
create table internal.recipes (
    learnt varchar,
    learnt_at timestamptz,
    n_sentences bigint,
    command varchar,
);

-- one row per sentence of such a table
create table internal.boilerplate (
    learnt varchar,
    sentence_digest bigint,
    excerpt varchar,
    n_texts bigint,
);

-- one row per recipe under which all texts were judged, and all clusters made
create table internal.settled_recipes (
    recipe varchar,
    settled_at timestamptz,
);
