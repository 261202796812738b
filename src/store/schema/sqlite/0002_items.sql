-- What hangs on a contact: its notes and tasks, whose document is what is served, and which campaigns
-- and workflows it is in, whose id is the campaign's or the workflow's.
CREATE TABLE item (
    location_id TEXT    NOT NULL,
    contact_id  TEXT    NOT NULL,
    kind        TEXT    NOT NULL, -- 'note', 'task', 'campaign' or 'workflow'
    id          TEXT    NOT NULL,
    date_added  INTEGER NOT NULL,
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, contact_id, kind, id)
) STRICT;
