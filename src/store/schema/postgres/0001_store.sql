-- The tables of the store, as they are in schema/sqlite after its seventh migration; what differs says why.
--
-- Every key begins with the location, so that Citus can keep all of a location on one node. Texts are compared
-- byte by byte ("C"), as SQLite does. Times are milliseconds since 1970, UTC. Flags are 0 or 1.

CREATE TABLE location (
    id               text   COLLATE "C" NOT NULL PRIMARY KEY,
    name             text   COLLATE "C" NOT NULL,
    country          text   COLLATE "C" NOT NULL,
    timezone         text   COLLATE "C" NOT NULL, -- '' for none
    allow_duplicates bigint             NOT NULL,
    match_order      text   COLLATE "C" NOT NULL, -- 'email', 'phone', 'email,phone' or 'phone,email'
    date_added       bigint             NOT NULL,
    company_id       text   COLLATE "C" NOT NULL,
    email            text   COLLATE "C" NOT NULL, -- lower-cased
    document         text   COLLATE "C" NOT NULL
);

CREATE INDEX location_by_age ON location (date_added, id);
CREATE INDEX location_by_email ON location (email, date_added, id);

-- Locations that were deleted and still have rows somewhere: those go a few at a time.
CREATE TABLE location_deleted (
    id text COLLATE "C" NOT NULL PRIMARY KEY
);

-- Looked up by the hash alone, before the location is known.
CREATE TABLE token (
    id          text   COLLATE "C" NOT NULL PRIMARY KEY,
    location_id text   COLLATE "C" NOT NULL,
    name        text   COLLATE "C" NOT NULL,
    scopes      text   COLLATE "C" NOT NULL, -- separated by one space
    hash        bytea              NOT NULL UNIQUE, -- SHA-256 of the token's text
    created     bigint             NOT NULL,
    expires     bigint             NOT NULL, -- 0: never
    revoked     bigint             NOT NULL, -- 0: not
    last_used   bigint             NOT NULL  -- 0: never
);

CREATE INDEX token_by_location ON token (location_id);

-- No index but those two: an update of the document that finds room in its page touches neither of them.
CREATE TABLE contact (
    location_id  text   COLLATE "C" NOT NULL,
    id           text   COLLATE "C" NOT NULL,
    version      bigint             NOT NULL,
    email        text   COLLATE "C", -- lower-cased; NULL: none
    phone        text   COLLATE "C", -- E.164; NULL: none
    email_unique bigint             NOT NULL, -- tolerates no other contact with its email
    phone_unique bigint             NOT NULL,
    date_added   bigint             NOT NULL,
    business_id  text   COLLATE "C", -- NULL: none
    document     text   COLLATE "C" NOT NULL,
    PRIMARY KEY (location_id, id)
) WITH (fillfactor = 80);

CREATE INDEX contact_by_business ON contact (location_id, business_id, id) WHERE business_id IS NOT NULL;

-- The emails and phones of contacts, their own and the additional ones: in one table, so that one index can
-- keep them unique where the location wants that. The owner is '' for a contact that tolerates no other
-- with this value, so that the second '' collides, and the contact's own id for one that does.
CREATE TABLE address (
    location_id text   COLLATE "C" NOT NULL,
    contact_id  text   COLLATE "C" NOT NULL,
    field       text   COLLATE "C" NOT NULL, -- 'email' or 'phone'
    value       text   COLLATE "C" NOT NULL,
    owner       text   COLLATE "C" NOT NULL,
    own         bigint             NOT NULL, -- 0: an additional one
    PRIMARY KEY (location_id, contact_id, field, value)
);

CREATE UNIQUE INDEX address_by_value ON address (location_id, field, value, owner);

CREATE TABLE item (
    location_id text   COLLATE "C" NOT NULL,
    contact_id  text   COLLATE "C" NOT NULL,
    kind        text   COLLATE "C" NOT NULL, -- 'note', 'task', 'campaign' or 'workflow'
    id          text   COLLATE "C" NOT NULL,
    date_added  bigint             NOT NULL,
    size        bigint             NOT NULL, -- bytes of the document
    document    text   COLLATE "C" NOT NULL,
    title       text   COLLATE "C" NOT NULL, -- lower-cased; of a task, as the next two
    assigned_to text   COLLATE "C" NOT NULL,
    completed   bigint             NOT NULL,
    PRIMARY KEY (location_id, contact_id, kind, id)
);

CREATE INDEX task_by_age ON item (location_id, date_added DESC, id) WHERE kind = 'task';
CREATE INDEX task_by_assignee ON item (location_id, assigned_to, date_added DESC, id) WHERE kind = 'task';

CREATE TABLE record (
    location_id text   COLLATE "C" NOT NULL,
    kind        text   COLLATE "C" NOT NULL,
    id          text   COLLATE "C" NOT NULL,
    name        text   COLLATE "C" NOT NULL, -- as it is compared: lower-cased
    name_owner  text   COLLATE "C" NOT NULL, -- as address.owner
    date_added  bigint             NOT NULL,
    size        bigint             NOT NULL,
    document    text   COLLATE "C" NOT NULL,
    PRIMARY KEY (location_id, kind, id)
);

CREATE UNIQUE INDEX record_by_name ON record (location_id, kind, name, name_owner);

-- How many there are of a kind, and their bytes: counted when it is asked, there being 10,000 at the most. SQLite
-- keeps a table by triggers, which Citus has only where one asks for it.
CREATE VIEW item_total AS
SELECT location_id, contact_id, kind, count(*) AS items, sum(size)::bigint AS bytes
FROM item GROUP BY location_id, contact_id, kind
UNION ALL
SELECT location_id, '' AS contact_id, kind, count(*) AS items, sum(size)::bigint AS bytes
FROM record GROUP BY location_id, kind;

-- Businesses that are deleted while contacts still name them: those are cleared a few at a time.
CREATE TABLE business_gone (
    location_id text COLLATE "C" NOT NULL,
    id          text COLLATE "C" NOT NULL,
    PRIMARY KEY (location_id, id)
);

CREATE TABLE custom_field (
    location_id          text   COLLATE "C" NOT NULL,
    id                   text   COLLATE "C" NOT NULL,
    object_key           text   COLLATE "C" NOT NULL,
    key                  text   COLLATE "C" NOT NULL, -- with its object's prefix, 'contact.'
    size                 bigint             NOT NULL, -- bytes of its texts
    parent_id            text   COLLATE "C" NOT NULL, -- its folder; '' for none
    type                 text   COLLATE "C" NOT NULL,
    position             bigint             NOT NULL,
    files_max            bigint             NOT NULL, -- 0: nothing was said
    allows_many_files    bigint             NOT NULL,
    allows_custom_option bigint             NOT NULL,
    shows_in_forms       bigint             NOT NULL,
    date_added           bigint             NOT NULL,
    date_updated         bigint             NOT NULL,
    name                 text   COLLATE "C" NOT NULL,
    placeholder          text   COLLATE "C" NOT NULL,
    description          text   COLLATE "C" NOT NULL,
    formats              text   COLLATE "C" NOT NULL, -- a JSON array of texts
    options              text   COLLATE "C" NOT NULL, -- a JSON array of {"key","label","url","prefill"}
    PRIMARY KEY (location_id, id),
    UNIQUE (location_id, key)
);

CREATE INDEX custom_field_by_object ON custom_field (location_id, object_key, id);

CREATE TABLE custom_folder (
    location_id  text   COLLATE "C" NOT NULL,
    object_key   text   COLLATE "C" NOT NULL,
    id           text   COLLATE "C" NOT NULL,
    name         text   COLLATE "C" NOT NULL,
    date_added   bigint             NOT NULL,
    date_updated bigint             NOT NULL,
    PRIMARY KEY (location_id, id)
);

CREATE INDEX custom_folder_by_object ON custom_folder (location_id, object_key);

CREATE TABLE removed_field (
    location_id text   COLLATE "C" NOT NULL,
    id          text   COLLATE "C" NOT NULL,
    removed     bigint             NOT NULL,
    swept       text   COLLATE "C" NOT NULL, -- contacts up to this id have no value of it any more
    PRIMARY KEY (location_id, id)
);

CREATE TABLE idempotency (
    location_id text   COLLATE "C" NOT NULL, -- '' for what an agency asked
    key         text   COLLATE "C" NOT NULL,
    path        text   COLLATE "C" NOT NULL,
    fingerprint bytea              NOT NULL, -- SHA-256 of the body
    created     bigint             NOT NULL,
    status      bigint             NOT NULL, -- 0: the answer is not kept
    headers     text   COLLATE "C" NOT NULL, -- a line each, 'Name: value'
    body        text   COLLATE "C" NOT NULL,
    PRIMARY KEY (location_id, key)
);

CREATE INDEX idempotency_by_age ON idempotency (created);

-- One row a committer, and in it the number of its last batch, raised by the batch itself: when a connection
-- breaks during COMMIT, this row tells whether the batch is kept.
CREATE TABLE committer (
    id    text   COLLATE "C" NOT NULL PRIMARY KEY,
    batch bigint             NOT NULL,
    seen  timestamptz        NOT NULL -- of its start or its last batch
) WITH (fillfactor = 20);
