-- What hangs on a contact: its notes and its tasks. The document is what is served.
CREATE TABLE item (
    location_id TEXT    NOT NULL,
    contact_id  TEXT    NOT NULL,
    kind        TEXT    NOT NULL, -- 'note' or 'task'
    id          TEXT    NOT NULL,
    date_added  INTEGER NOT NULL,
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, contact_id, kind, id)
) STRICT;
