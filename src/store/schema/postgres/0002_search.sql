-- What is searched of contacts: a copy of what their documents say, made after they changed and before anybody
-- searches (docs/decisions/0018-search-is-derived.md). It may be emptied at any time: a location without its
-- row in search_location is copied anew.
--
-- pg_trgm finds parts of words. It comes with PostgreSQL (Debian: in its package), and whoever owns the database
-- may create it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- Which contacts a transaction changed: their ids, a line each.
CREATE TABLE search_pending (
    location_id text   COLLATE "C" NOT NULL,
    seq         bigint             NOT NULL GENERATED ALWAYS AS IDENTITY,
    contacts    text   COLLATE "C" NOT NULL,
    PRIMARY KEY (location_id, seq)
);

-- One row a location. Until it is complete, its contacts up to `swept` are copied.
CREATE TABLE search_location (
    location_id text   COLLATE "C" NOT NULL PRIMARY KEY,
    contacts    bigint             NOT NULL, -- rows in search_contact
    swept       text   COLLATE "C" NOT NULL,
    complete    bigint             NOT NULL
);

-- Tells contacts of one millisecond apart, in the order in which they came.
CREATE SEQUENCE search_seat;

-- The columns are contact/search_fields.def's. Texts are normalised (contact/search_entry.h), '' is an absent one.
CREATE TABLE search_contact (
    location_id      text   COLLATE "C" NOT NULL,
    place            bigint             NOT NULL, -- date added in milliseconds, then 20 bits of a seat
    id               text   COLLATE "C" NOT NULL,
    first_name       text   COLLATE "C" NOT NULL,
    last_name        text   COLLATE "C" NOT NULL,
    full_name        text   COLLATE "C" NOT NULL,
    email            text   COLLATE "C" NOT NULL,
    phone            text   COLLATE "C" NOT NULL,
    company_name     text   COLLATE "C" NOT NULL,
    business_id      text   COLLATE "C" NOT NULL,
    date_added       bigint,
    date_updated     bigint,
    date_of_birth    bigint,
    source           text   COLLATE "C" NOT NULL,
    type             text   COLLATE "C" NOT NULL,
    assigned_to      text   COLLATE "C" NOT NULL,
    address1         text   COLLATE "C" NOT NULL,
    city             text   COLLATE "C" NOT NULL,
    state            text   COLLATE "C" NOT NULL,
    postal_code      text   COLLATE "C" NOT NULL,
    country          text   COLLATE "C" NOT NULL,
    timezone         text   COLLATE "C" NOT NULL,
    website          text   COLLATE "C" NOT NULL,
    dnd              bigint             NOT NULL,
    dnd_email        text   COLLATE "C" NOT NULL,
    dnd_sms          text   COLLATE "C" NOT NULL,
    dnd_call         text   COLLATE "C" NOT NULL,
    inbound_dnd      text   COLLATE "C" NOT NULL,
    tags             text   COLLATE "C" NOT NULL,
    followers        text   COLLATE "C" NOT NULL,
    active_workflows text   COLLATE "C" NOT NULL,
    custom           text   COLLATE "C" NOT NULL,
    words            text   COLLATE "C" NOT NULL, -- name, email, phone digits and company, a line each
    PRIMARY KEY (location_id, id)
);

CREATE UNIQUE INDEX search_contact_by_place ON search_contact (location_id, place);
CREATE INDEX search_contact_by_email ON search_contact (location_id, email) WHERE email <> '';
CREATE INDEX search_contact_by_phone ON search_contact (location_id, phone) WHERE phone <> '';
CREATE INDEX search_contact_by_business ON search_contact (location_id, business_id) WHERE business_id <> '';
CREATE INDEX search_contact_by_words ON search_contact USING gin (location_id, words gin_trgm_ops);

CREATE TABLE search_tag (
    location_id text   COLLATE "C" NOT NULL,
    tag         text   COLLATE "C" NOT NULL,
    place       bigint             NOT NULL,
    PRIMARY KEY (location_id, tag, place)
);

CREATE INDEX search_tag_by_place ON search_tag (location_id, place);

-- What a search asks of a row (store/search/search_sql.h), as SQLite's searches ask functions of C.
CREATE FUNCTION has(whole text, part text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos($1, $2) > 0 $$;

-- What follows the key, up to the next mark.
CREATE FUNCTION custom_value(custom text, key text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN strpos($1, $2) > 0
        THEN split_part(substr($1, strpos($1, $2) + length($2)), chr(30), 1) END
$$;

CREATE FUNCTION custom_has(custom text, key text, part text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT strpos(custom_value($1, $2), $3) > 0 $$;

CREATE FUNCTION custom_number(custom text, key text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN custom_value($1, $2) ~ '^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$'
        THEN CAST(custom_value($1, $2) AS double precision) END
$$;

-- Seconds since 1970 of a day.
CREATE FUNCTION unixepoch(day text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
        THEN CAST(extract(epoch FROM make_date(CAST(substr($1, 1, 4) AS integer),
            CAST(substr($1, 6, 2) AS integer), CAST(substr($1, 9, 2) AS integer))) AS bigint) END
$$;
