-- The parser that a source's entries were read with when it was looked at: what its
-- listing said then is no answer to another parser.
alter table internal.source_looks add column parser varchar;
