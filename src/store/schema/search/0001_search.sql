-- The search file: a copy of what contacts can be searched by. It is never brought up to date from an
-- older schema, but made anew. Texts are normalised (contact/search_entry.h), '' is an absent one.

-- Numbers are given again when a location has no contacts left.
CREATE TABLE location (
    number   INTEGER NOT NULL PRIMARY KEY,
    id       TEXT    NOT NULL UNIQUE,
    contacts INTEGER NOT NULL
) STRICT;

-- The columns are search_fields.def's. Those that most filters look at come first.
CREATE TABLE contact (
    place            INTEGER NOT NULL PRIMARY KEY, -- location, date added, seat: see search_place.h
    id               TEXT    NOT NULL,
    first_name       TEXT    NOT NULL,
    last_name        TEXT    NOT NULL,
    full_name        TEXT    NOT NULL,
    email            TEXT    NOT NULL,
    phone            TEXT    NOT NULL,
    company_name     TEXT    NOT NULL,
    business_id      TEXT    NOT NULL,
    date_added       INTEGER,
    date_updated     INTEGER,
    date_of_birth    INTEGER,
    source           TEXT    NOT NULL,
    type             TEXT    NOT NULL,
    assigned_to      TEXT    NOT NULL,
    address1         TEXT    NOT NULL,
    city             TEXT    NOT NULL,
    state            TEXT    NOT NULL,
    postal_code      TEXT    NOT NULL,
    country          TEXT    NOT NULL,
    timezone         TEXT    NOT NULL,
    website          TEXT    NOT NULL,
    dnd              INTEGER NOT NULL,
    dnd_email        TEXT    NOT NULL,
    dnd_sms          TEXT    NOT NULL,
    dnd_call         TEXT    NOT NULL,
    inbound_dnd      TEXT    NOT NULL,
    tags             TEXT    NOT NULL,
    followers        TEXT    NOT NULL,
    active_workflows TEXT    NOT NULL,
    custom           TEXT    NOT NULL
) STRICT;

CREATE INDEX contact_by_id ON contact (id);
CREATE INDEX contact_by_email ON contact (email) WHERE email <> '';
CREATE INDEX contact_by_phone ON contact (phone) WHERE phone <> '';
CREATE INDEX contact_by_business ON contact (business_id) WHERE business_id <> '';

CREATE TABLE tag (
    tag   TEXT    NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (tag, place)
) STRICT, WITHOUT ROWID;

-- By place: name, email, phone digits and company, one a line.
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, tokenize = 'trigram case_sensitive 1'
);

-- The numbers that passes of the indexer left in the store, newest last, from the one it has now.
CREATE TABLE fold (
    number INTEGER NOT NULL PRIMARY KEY,
    fold   INTEGER NOT NULL
) STRICT;

-- One row: what is marked up to seq is in here.
CREATE TABLE state (
    seq INTEGER NOT NULL
) STRICT;
