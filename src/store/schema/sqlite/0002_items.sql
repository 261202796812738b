-- What hangs on a contact: its notes and tasks, whose document is what is served, and which campaigns
-- and workflows it is in, whose id is the campaign's or the workflow's.
CREATE TABLE item (
    location_id TEXT    NOT NULL,
    contact_id  TEXT    NOT NULL,
    kind        TEXT    NOT NULL, -- 'note', 'task', 'campaign' or 'workflow'
    id          TEXT    NOT NULL,
    date_added  INTEGER NOT NULL,
    size        INTEGER NOT NULL, -- bytes of the document
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, contact_id, kind, id)
) STRICT;

-- How many a contact has of a kind, and their bytes: each create asks. Kept by triggers, so that no
-- statement can forget it.
CREATE TABLE item_total (
    location_id TEXT    NOT NULL,
    contact_id  TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    items       INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    PRIMARY KEY (location_id, contact_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
    INSERT INTO item_total (location_id, contact_id, kind, items, bytes)
    VALUES (NEW.location_id, NEW.contact_id, NEW.kind, 1, NEW.size)
    ON CONFLICT DO UPDATE SET items = items + 1, bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER item_changed AFTER UPDATE OF size ON item BEGIN
    UPDATE item_total SET bytes = bytes + NEW.size - OLD.size
    WHERE location_id = NEW.location_id AND contact_id = NEW.contact_id AND kind = NEW.kind;
END;

CREATE TRIGGER item_removed AFTER DELETE ON item BEGIN
    UPDATE item_total SET items = items - 1, bytes = bytes - OLD.size
    WHERE location_id = OLD.location_id AND contact_id = OLD.contact_id AND kind = OLD.kind;
    DELETE FROM item_total
    WHERE location_id = OLD.location_id AND contact_id = OLD.contact_id AND kind = OLD.kind
        AND items = 0;
END;
