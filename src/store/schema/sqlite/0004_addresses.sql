-- The first answer to a POST with an Idempotency-Key, kept for a day: as it went out, whatever it answered.
-- The table was one of contacts' documents; those become the answers that they were in.
ALTER TABLE idempotency RENAME TO idempotency_of_contacts;
DROP INDEX idempotency_by_age;

CREATE TABLE idempotency (
    location_id TEXT    NOT NULL, -- '' for what an agency asked
    key         TEXT    NOT NULL,
    path        TEXT    NOT NULL, -- what was asked: the path without a slash at its end, …
    fingerprint BLOB    NOT NULL, -- … and SHA-256 of the body
    created     INTEGER NOT NULL,
    status      INTEGER NOT NULL, -- 0: the answer is not kept: it was too long, or could not be made
    headers     TEXT    NOT NULL, -- a line each, 'Name: value'
    body        TEXT    NOT NULL,
    PRIMARY KEY (location_id, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created);

INSERT INTO idempotency (location_id, key, path, fingerprint, created, status, headers, body)
SELECT location_id, key, '/contacts', fingerprint, created, 201, 'ETag: "1"' || char(10),
    '{"contact":' || substr(document, 1, length(document) - 1)
    || ',"deleted":false,"bounceEmail":false,"unsubscribeEmail":false'
    || coalesce(',"birthMonth":' || CAST(substr(document ->> 'dateOfBirth', 6, 2) AS INTEGER)
        || ',"birthDay":' || CAST(substr(document ->> 'dateOfBirth', 9, 2) AS INTEGER), '')
    || ',"lastSessionActivityAt":' || (document -> 'dateAdded') || ',"offers":[],"products":[]}'
    || ',"traceId":"' || trace_id || '"}'
FROM idempotency_of_contacts WHERE document <> ''; -- a probe of the store has none

DROP TABLE idempotency_of_contacts;

-- The emails and phones that contacts have besides their own. The contact's document has them as well;
-- this is what they are looked up by.
CREATE TABLE address (
    location_id TEXT NOT NULL,
    contact_id  TEXT NOT NULL,
    field       TEXT NOT NULL, -- 'email' or 'phone'
    value       TEXT NOT NULL, -- as the column of contact
    owner       TEXT NOT NULL, -- as email_owner and phone_owner of contact
    PRIMARY KEY (location_id, contact_id, field, value)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX address_by_value ON address (location_id, field, value, owner);

-- What is unique is so among both tables: a contact's own email, where it tolerates no other ('' is the
-- owner), collides with an additional one of another contact that does not, either way round. An update
-- that does not name these columns never asks.
CREATE TRIGGER contact_email_inserted BEFORE INSERT ON contact WHEN NEW.email_owner = '' BEGIN
    SELECT RAISE(ABORT, 'the email is an additional one of another contact') FROM address
    WHERE location_id = NEW.location_id AND field = 'email' AND value = NEW.email AND owner = ''
        AND contact_id <> NEW.id;
END;

CREATE TRIGGER contact_phone_inserted BEFORE INSERT ON contact WHEN NEW.phone_owner = '' BEGIN
    SELECT RAISE(ABORT, 'the phone is an additional one of another contact') FROM address
    WHERE location_id = NEW.location_id AND field = 'phone' AND value = NEW.phone AND owner = ''
        AND contact_id <> NEW.id;
END;

CREATE TRIGGER contact_email_updated BEFORE UPDATE OF email, email_owner ON contact
WHEN NEW.email_owner = '' BEGIN
    SELECT RAISE(ABORT, 'the email is an additional one of another contact') FROM address
    WHERE location_id = NEW.location_id AND field = 'email' AND value = NEW.email AND owner = ''
        AND contact_id <> NEW.id;
END;

CREATE TRIGGER contact_phone_updated BEFORE UPDATE OF phone, phone_owner ON contact
WHEN NEW.phone_owner = '' BEGIN
    SELECT RAISE(ABORT, 'the phone is an additional one of another contact') FROM address
    WHERE location_id = NEW.location_id AND field = 'phone' AND value = NEW.phone AND owner = ''
        AND contact_id <> NEW.id;
END;

CREATE TRIGGER address_email_inserted BEFORE INSERT ON address
WHEN NEW.owner = '' AND NEW.field = 'email' BEGIN
    SELECT RAISE(ABORT, 'the email is another contact''s own') FROM contact
    WHERE location_id = NEW.location_id AND email = NEW.value AND email_owner = ''
        AND id <> NEW.contact_id;
END;

CREATE TRIGGER address_phone_inserted BEFORE INSERT ON address
WHEN NEW.owner = '' AND NEW.field = 'phone' BEGIN
    SELECT RAISE(ABORT, 'the phone is another contact''s own') FROM contact
    WHERE location_id = NEW.location_id AND phone = NEW.value AND phone_owner = ''
        AND id <> NEW.contact_id;
END;
