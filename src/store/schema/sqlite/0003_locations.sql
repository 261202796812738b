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
