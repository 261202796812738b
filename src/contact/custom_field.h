/*
 * Custom fields: what a location defines, and the values a contact has for them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/text_list.h"
#include "json/json.h"
#include "json/table.h"
#include "json/writer.h"

/* Every data type: NAME, how the API spells it, whether it has picklist options. */
#define CUSTOM_FIELD_TYPES(TYPE) \
    TYPE(TEXT, false)            \
    TYPE(LARGE_TEXT, false)      \
    TYPE(NUMERICAL, false)       \
    TYPE(FLOAT, false)           \
    TYPE(PHONE, false)           \
    TYPE(EMAIL, false)           \
    TYPE(MONETORY, false)        \
    TYPE(CHECKBOX, true)         \
    TYPE(SINGLE_OPTIONS, true)   \
    TYPE(MULTIPLE_OPTIONS, true) \
    TYPE(DATE, false)            \
    TYPE(TIME, false)            \
    TYPE(RADIO, true)            \
    TYPE(TEXTBOX_LIST, true)     \
    TYPE(FILE_UPLOAD, false)     \
    TYPE(SIGNATURE, false)

enum custom_field_type {
#define TYPE(name, options) CUSTOM_FIELD_##name,
    CUSTOM_FIELD_TYPES(TYPE)
#undef TYPE
        CUSTOM_FIELD_TYPE_COUNT
};

struct str custom_field_type_name(enum custom_field_type type);
bool custom_field_type_parse(struct str name, enum custom_field_type *type);
bool custom_field_type_has_options(enum custom_field_type type);

/*
 * Ours: what one location may define for one kind of object (they are listed in one answer, and
 * kept in memory while contacts are written), and the bounds of a definition.
 */
enum {
    CUSTOM_FIELDS_OF_LOCATION_MAX = 1000,
    CUSTOM_FIELDS_BYTES_MAX = 4 << 20, /* custom_field_size of all of them */
    CUSTOM_FIELD_OPTIONS_MAX = 500,
    CUSTOM_FIELD_NAME_MAX = 255,
    CUSTOM_FIELD_DESCRIPTION_MAX = 5000,
    CUSTOM_FIELD_URL_MAX = 2048,
    CUSTOM_FIELD_FORMATS_MAX = 11,       /* of files: as many as there are */
    CUSTOM_FIELD_FILES_MAX = 100,        /* files of one value */
    CUSTOM_FIELD_POSITION_MAX = 1000000, /* a place among at most a thousand, with gaps */
    CUSTOM_FIELD_TEXT_MAX = 5000,        /* code points of a TEXT value */
    CUSTOM_FIELD_LARGE_TEXT_MAX = 65536, /* code points of a LARGE_TEXT value */
};

/* What every key of a contact's field begins with, and clients may leave out. */
#define CUSTOM_FIELD_KEY_PREFIX "contact."

/* The object whose fields have values here: contact/custom_object.h has the others. */
#define CUSTOM_FIELD_CONTACT "contact"

/*
 * What can be chosen of a picklist, or one box of a TEXTBOX_LIST. A contact keeps the labels that
 * were chosen (a body may name the key as well), but the texts of boxes by the boxes' keys, which
 * outlive a change of a label.
 */
struct custom_option {
    struct str key;
    struct str label;
    struct str url;     /* of a RADIO's picture; may be empty */
    struct str prefill; /* what a box shows at first; may be empty */
};

/* One definition. Empty texts are absent. */
struct custom_field {
    struct str id;
    struct str object_key; /* "contact", or another of contact/custom_object.h */
    struct str key;        /* "contact.pincode": always with its object's prefix */
    struct str name;
    struct str placeholder;
    struct str description;
    struct str parent_id; /* its folder; empty: none */
    enum custom_field_type type;
    int64_t position;
    struct custom_option *options;
    size_t option_count;
    struct text_list formats;  /* of files: ".pdf" */
    int64_t files_max;         /* 0: nothing was said */
    bool allows_many_files;    /* … */
    bool allows_custom_option; /* a picklist that takes values outside its options */
    bool shows_in_forms;
    int64_t date_added_ms;
    int64_t date_updated_ms;
};

/* The definitions of one kind of object of a location, sorted by id for lookup. */
struct custom_fields {
    const struct custom_field *items;
    size_t count;
};

/* NULL when there is none. The key may come with or without "contact.". */
const struct custom_field *custom_fields_by_id(const struct custom_fields *fields, struct str id);
const struct custom_field *custom_fields_by_key(const struct custom_fields *fields, struct str key);

/* By their positions, those of the same one the oldest first: how they are listed. */
const struct custom_field **custom_fields_in_order(struct arena *arena,
                                                   const struct custom_fields *fields);

/*
 * "Pin code" of a contact to "contact.pin_code": lower case, runs of what is not a letter or digit
 * become one "_". A key without any letter or digit is bare, and none.
 */
struct str custom_field_key_of_name(struct arena *arena, struct str object_key, struct str name);
bool custom_field_key_is_bare(struct str key);

/* Bytes of all its texts: what it counts towards CUSTOM_FIELDS_BYTES_MAX. */
size_t custom_field_size(const struct custom_field *field);

/* Clears what its data type has no use for: options of a text, files of a number. */
void custom_field_drop_unused(struct custom_field *field);

/*
 * As the two APIs show it, an object each: that of a location's fields (`dataType`,
 * `picklistOptions`, `model`, …) and that of objects (`options`, `objectKey`, `parentId`, …).
 */
void custom_field_write_of_location(struct json_writer *w, struct str location_id,
                                    const struct custom_field *field);
void custom_field_write_of_object(struct json_writer *w, struct arena *arena,
                                  struct str location_id, const struct custom_field *field);

/* The value a contact has: `{id, value}` in the document. */
struct custom_value {
    struct str id;
    const struct json *value; /* a string, number, array or object, normalised for its type */
};

/* One entry of a body's customFields. */
struct custom_value_body {
    struct json_opt_text id;
    struct json_opt_text key;
    struct json_opt_any field_value; /* "field_value" */
    struct json_opt_any fieldValue;  /* the v3 and client spelling; "field_value" wins */
};

extern const struct json_table custom_value_table;

/* What a body asks: set a value, or remove it (value NULL). */
struct custom_change {
    struct str id;
    const struct json *value;
};

struct custom_changes {
    struct custom_change *items;
    size_t count;
    struct str *unknown; /* ids and keys that the location does not define, as given */
    size_t unknown_count;
};

/*
 * Checks the entries of a body against the definitions and normalises their values. Entry i's
 * faults are "customFields.i.field_value must be a number" and the like; an entry with neither id
 * nor key: "customFields.i.id must be a string". `country` is the default region of PHONE values.
 *
 *  TEXT, LARGE_TEXT        a string, bounded
 *  NUMERICAL, FLOAT,
 *  MONETORY                a finite number, or a string that is one; kept as a number
 *  PHONE                   a phone number, kept in E.164
 *  EMAIL                   an email address, kept composed (text_nfc)
 *  SINGLE_OPTIONS, RADIO   one of the options, by label or key, kept as the label
 *  CHECKBOX,
 *  MULTIPLE_OPTIONS        an array of options, or one option, kept as an array without repeats
 *  DATE                    a date in any format of contact/date.h, kept as YYYY-MM-DD
 *  TIME                    HH:MM or HH:MM:SS (24 h), or h:MM AM/PM; kept as given, trimmed
 *  TEXTBOX_LIST            an object of the boxes' keys to strings
 *  FILE_UPLOAD, SIGNATURE  an object, or an array of objects
 *
 * null, "" and [] remove the value, and so does {} where the type holds an object; an entry without
 * a value changes nothing. Later entries
 * for the same field win.
 */
void custom_changes_check(const struct custom_fields *fields, const struct json_opt_list *given,
                          struct str country, struct arena *arena, struct custom_changes *changes,
                          struct faults *faults);

/* Merges by id into the arrays of a contact; new arrays are made in the arena. */
void custom_values_merge(struct arena *arena, struct custom_value **values, size_t *count,
                         const struct custom_changes *changes);

/* Takes out those of fields that were deleted, in place; returns how many there were. */
size_t custom_values_forget(struct custom_value *values, size_t *count,
                            const struct text_list *removed_ids);
