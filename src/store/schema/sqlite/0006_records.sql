-- What a location has besides its contacts: its businesses, tags, custom values, campaigns and
-- workflows. The document is what is served.
CREATE TABLE record (
    location_id TEXT    NOT NULL,
    kind        TEXT    NOT NULL, -- 'business', 'tag', …: contact/record.c
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL, -- as it is compared: lower-cased
    name_owner  TEXT    NOT NULL, -- see record_by_name
    date_added  INTEGER NOT NULL,
    size        INTEGER NOT NULL, -- bytes of the document
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, kind, id)
) STRICT;

-- Lists by name, and keeps names unique where the kind wants that: the owner is '' for a record that
-- tolerates no other with its name, its own id for one that does (as contact_by_email).
CREATE UNIQUE INDEX record_by_name ON record (location_id, kind, name, name_owner);

-- They are counted as the items of no contact.
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN
    INSERT INTO item_total (location_id, contact_id, kind, items, bytes)
    VALUES (NEW.location_id, '', NEW.kind, 1, NEW.size)
    ON CONFLICT DO UPDATE SET items = items + 1, bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER record_changed AFTER UPDATE OF size ON record BEGIN
    UPDATE item_total SET bytes = bytes + NEW.size - OLD.size
    WHERE location_id = NEW.location_id AND contact_id = '' AND kind = NEW.kind;
END;

CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN
    UPDATE item_total SET items = items - 1, bytes = bytes - OLD.size
    WHERE location_id = OLD.location_id AND contact_id = '' AND kind = OLD.kind;
    DELETE FROM item_total
    WHERE location_id = OLD.location_id AND contact_id = '' AND kind = OLD.kind AND items = 0;
END;

-- The business of a contact, which its document has as well: who is in one is looked up when it goes.
ALTER TABLE contact ADD COLUMN business_id TEXT; -- NULL: none

CREATE INDEX contact_by_business ON contact (location_id, business_id, id)
    WHERE business_id IS NOT NULL;

-- Businesses that are deleted while contacts still name them: those are cleared a few at a time.
CREATE TABLE business_gone (
    location_id TEXT NOT NULL,
    id          TEXT NOT NULL,
    PRIMARY KEY (location_id, id)
) STRICT, WITHOUT ROWID;
