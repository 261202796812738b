-- Times are milliseconds since 1970, UTC. Flags are 0 or 1.

CREATE TABLE location (
    id               TEXT    NOT NULL PRIMARY KEY,
    name             TEXT    NOT NULL,
    country          TEXT    NOT NULL,
    timezone         TEXT    NOT NULL, -- '' for none
    allow_duplicates INTEGER NOT NULL,
    match_order      TEXT    NOT NULL, -- 'email', 'phone', 'email,phone' or 'phone,email'
    date_added       INTEGER NOT NULL
) STRICT;

CREATE TABLE custom_field (
    location_id          TEXT    NOT NULL,
    id                   TEXT    NOT NULL,
    key                  TEXT    NOT NULL, -- with its 'contact.'
    name                 TEXT    NOT NULL,
    placeholder          TEXT    NOT NULL,
    type                 TEXT    NOT NULL,
    position             INTEGER NOT NULL,
    options              TEXT    NOT NULL, -- a JSON array of texts
    allows_custom_option INTEGER NOT NULL,
    PRIMARY KEY (location_id, id),
    UNIQUE (location_id, key)
) STRICT;

CREATE TABLE token (
    id          TEXT    NOT NULL PRIMARY KEY,
    location_id TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    scopes      TEXT    NOT NULL, -- separated by one space
    hash        BLOB    NOT NULL UNIQUE, -- SHA-256 of the token's text
    created     INTEGER NOT NULL,
    expires     INTEGER NOT NULL, -- 0: never
    revoked     INTEGER NOT NULL, -- 0: not
    last_used   INTEGER NOT NULL  -- 0: never
) STRICT;

-- A rowid table: the document lies in the row's leaf page and nowhere else, so an update of a usual
-- contact writes one page. The columns are what is looked up, the document is what is served.
CREATE TABLE contact (
    location_id TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    email       TEXT,             -- lower-cased; NULL: none
    phone       TEXT,             -- E.164; NULL: none
    email_owner TEXT    NOT NULL, -- see contact_by_email
    phone_owner TEXT    NOT NULL,
    date_added  INTEGER NOT NULL,
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, id)
) STRICT;

-- One index finds contacts by email and keeps emails unique where the location wants that: the owner
-- is '' for a contact that tolerates no other with its email, so that the second '' collides, and
-- the contact's own id for one that does, so that it never collides. The same for phones.
CREATE UNIQUE INDEX contact_by_email ON contact (location_id, email, email_owner)
    WHERE email IS NOT NULL;
CREATE UNIQUE INDEX contact_by_phone ON contact (location_id, phone, phone_owner)
    WHERE phone IS NOT NULL;

-- The first answer to a create with an Idempotency-Key, kept for a day.
CREATE TABLE idempotency (
    location_id TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL, -- SHA-256 of the body
    created     INTEGER NOT NULL,
    trace_id    TEXT    NOT NULL,
    document    TEXT    NOT NULL,
    PRIMARY KEY (location_id, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created);
