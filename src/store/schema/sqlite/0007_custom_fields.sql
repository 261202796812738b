-- What a location defines, for each kind of object. The long columns come last: counting and listing ids
-- reads the index alone.
ALTER TABLE custom_field RENAME TO custom_field_of_contacts;

CREATE TABLE custom_field (
    location_id          TEXT    NOT NULL,
    id                   TEXT    NOT NULL,
    object_key           TEXT    NOT NULL, -- 'contact', 'opportunity', 'business', 'custom_objects.…'
    key                  TEXT    NOT NULL, -- with its object's prefix, 'contact.'
    size                 INTEGER NOT NULL, -- bytes of its texts
    parent_id            TEXT    NOT NULL, -- its folder; '' for none
    type                 TEXT    NOT NULL,
    position             INTEGER NOT NULL,
    files_max            INTEGER NOT NULL, -- 0: nothing was said
    allows_many_files    INTEGER NOT NULL,
    allows_custom_option INTEGER NOT NULL,
    shows_in_forms       INTEGER NOT NULL,
    date_added           INTEGER NOT NULL,
    date_updated         INTEGER NOT NULL,
    name                 TEXT    NOT NULL,
    placeholder          TEXT    NOT NULL,
    description          TEXT    NOT NULL,
    formats              TEXT    NOT NULL, -- a JSON array of texts
    options              TEXT    NOT NULL, -- a JSON array of {"key","label","url","prefill"}
    PRIMARY KEY (location_id, id),
    UNIQUE (location_id, key)
) STRICT;

-- Those of before are contacts'; an option was its own key, and when they were made was not kept.
INSERT INTO custom_field
SELECT location_id, id, 'contact', key, length(CAST(key || name || placeholder || options || options AS BLOB)),
    '', type, position, 0, 0, allows_custom_option, 1,
    coalesce((SELECT date_added FROM location WHERE location.id = location_id), 0),
    coalesce((SELECT date_added FROM location WHERE location.id = location_id), 0),
    name, placeholder, '', '[]',
    (SELECT json_group_array(json_object('key', value, 'label', value))
     FROM (SELECT value FROM json_each(custom_field_of_contacts.options) ORDER BY key))
FROM custom_field_of_contacts;

DROP TABLE custom_field_of_contacts;

CREATE INDEX custom_field_by_object ON custom_field (location_id, object_key, id, size);

CREATE TABLE custom_folder (
    location_id  TEXT    NOT NULL,
    object_key   TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    date_added   INTEGER NOT NULL,
    date_updated INTEGER NOT NULL,
    PRIMARY KEY (location_id, id)
) STRICT;

CREATE INDEX custom_folder_by_object ON custom_folder (location_id, object_key);

-- Fields that were deleted while contacts may have values of them: until all contacts were looked at,
-- what is served of a contact leaves these out.
CREATE TABLE removed_field (
    location_id TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    removed     INTEGER NOT NULL,
    swept       TEXT    NOT NULL, -- contacts up to this id have no value of it any more
    PRIMARY KEY (location_id, id)
) STRICT;
