-- What search has to look at again (docs/decisions/0018-search-is-derived.md): one row a transaction
-- that changed contacts. Lines: ":" and a location's id, then the ids of contacts in it.
CREATE TABLE search_pending (
    seq      INTEGER NOT NULL PRIMARY KEY,
    contacts TEXT    NOT NULL
) STRICT;

-- One row. What is marked up to seq is in the search file; fold is the number it left here.
CREATE TABLE search_state (
    seq  INTEGER NOT NULL,
    fold INTEGER NOT NULL
) STRICT;

INSERT INTO search_state (seq, fold) VALUES (0, random());
