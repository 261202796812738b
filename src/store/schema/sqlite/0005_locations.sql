-- A location's company, its email, and what else its bodies say. '' and '{}' where it was made by the
-- command line.
ALTER TABLE location ADD COLUMN company_id TEXT NOT NULL DEFAULT '';
ALTER TABLE location ADD COLUMN email      TEXT NOT NULL DEFAULT ''; -- lower-cased
ALTER TABLE location ADD COLUMN document   TEXT NOT NULL DEFAULT '{}';

CREATE INDEX location_by_age ON location (date_added, id);
CREATE INDEX location_by_email ON location (email, date_added, id);

-- Locations that were deleted and still have rows somewhere: those go a few at a time.
CREATE TABLE location_deleted (
    id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX token_by_location ON token (location_id);

-- What tasks are looked for by, besides their contact; '' and 0 for other items. The titles that are there
-- already are lower-cased as far as SQLite can; a task's next change does the rest. A damaged one is found by
-- its contact and its age alone.
ALTER TABLE item ADD COLUMN title       TEXT    NOT NULL DEFAULT ''; -- lower-cased
ALTER TABLE item ADD COLUMN assigned_to TEXT    NOT NULL DEFAULT '';
ALTER TABLE item ADD COLUMN completed   INTEGER NOT NULL DEFAULT 0;

UPDATE item SET title = coalesce(lower(json_extract(document, '$.title')), ''),
    assigned_to = coalesce(json_extract(document, '$.assignedTo'), ''),
    completed = coalesce(json_extract(document, '$.completed') = 1, 0)
WHERE kind = 'task' AND json_valid(document);

-- They have all that decides whether a task is found, so that a search that has to look at every task of
-- a location looks into no document but those it answers with. The kind is among it because not every SQLite
-- sees that it is the index's own.
CREATE INDEX task_by_age ON item (location_id, date_added DESC, id, completed, title, assigned_to, contact_id, kind)
    WHERE kind = 'task';
CREATE INDEX task_by_assignee ON item (location_id, assigned_to, date_added DESC, id, completed, title, contact_id, kind)
    WHERE kind = 'task';
CREATE INDEX task_by_contact ON item (location_id, contact_id, date_added DESC, id, completed, title, assigned_to, kind)
    WHERE kind = 'task';
