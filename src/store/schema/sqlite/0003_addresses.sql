-- The first answer to a POST with an Idempotency-Key, kept for a day: as it went out, whatever it answered.
-- The table was one of contacts' documents; those become the answers that they were in.
ALTER TABLE idempotency RENAME TO idempotency_of_contacts;
DROP INDEX idempotency_by_age;

CREATE TABLE idempotency (
    location_id TEXT    NOT NULL, -- '' for what an agency asked
    key         TEXT    NOT NULL,
    path        TEXT    NOT NULL, -- what was asked: the path, …
    fingerprint BLOB    NOT NULL, -- … and SHA-256 of the body
    created     INTEGER NOT NULL,
    status      INTEGER NOT NULL, -- 0: the answer was too long to be kept
    headers     TEXT    NOT NULL, -- a line each, 'Name: value'
    body        TEXT    NOT NULL,
    PRIMARY KEY (location_id, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created);

INSERT INTO idempotency (location_id, key, path, fingerprint, created, status, headers, body)
SELECT location_id, key, '/contacts/', fingerprint, created, 201, 'ETag: "1"' || char(10),
    '{"contact":' || substr(document, 1, length(document) - 1)
    || ',"deleted":false,"bounceEmail":false,"unsubscribeEmail":false'
    || coalesce(',"birthMonth":' || CAST(substr(document ->> 'dateOfBirth', 6, 2) AS INTEGER)
        || ',"birthDay":' || CAST(substr(document ->> 'dateOfBirth', 9, 2) AS INTEGER), '')
    || ',"lastSessionActivityAt":' || (document -> 'dateAdded') || ',"offers":[],"products":[]}'
    || ',"traceId":"' || trace_id || '"}'
FROM idempotency_of_contacts WHERE document <> ''; -- a probe of the store has none

DROP TABLE idempotency_of_contacts;
