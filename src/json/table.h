/*
 * A request body read into a C struct by a table: one row a property.
 *
 * The table says what a property is called, what kind of value it takes and where in the struct it
 * goes. Decoding checks kinds, lengths and unknown properties, never the meaning of a value. It
 * finds every fault in one pass over the table and words it as class-validator does:
 *
 *      property foo should not exist
 *      firstName must be a string
 *      firstName must be shorter than or equal to 255 characters
 *      dnd must be a boolean value
 *      tags must be an array
 *      each value in tags must be a string
 *      tags must contain no more than 500 elements
 *      dndSettings must be an object
 *      dndSettings.property Fax should not exist            (a nested table: its path, a dot)
 *      dndSettings.Call.status must be one of the following values: active, inactive, permanent
 *      each value in nested property customFields must be either object or array
 *      customFields.0.key must be a string
 *      position must be a number conforming to the specified constraints
 *      position must not be greater than 100
 *
 * Order: the unknown properties as the body has them, then the table's rows; a nested table's
 * faults come at their row. Of a property given twice the last one counts. Lengths are in code
 * points. An absent required property has the fault of a wrong kind ("locationId must be a
 * string"). An array with too many items has none, and no fault but this. Strings point into the
 * parsed document; arrays are made in the arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/faults.h"
#include "json/json.h"
#include "json/writer.h"

enum json_presence {
    JSON_ABSENT = 0, /* not in the body */
    JSON_CLEARED,    /* null */
    JSON_GIVEN,
    JSON_REFUSED, /* of the wrong kind, or too many: a fault was added, the value is empty */
};

/* What the kinds decode into; the struct named beside a kind is what stands at `offset`. */
struct json_opt_text {
    enum json_presence presence;
    struct str value;
};

struct json_opt_flag {
    enum json_presence presence;
    bool value;
};

/* A whole one; 5.0 is 5. */
struct json_opt_number {
    enum json_presence presence;
    int64_t value;
};

struct json_opt_texts {
    enum json_presence presence;
    struct str *items;
    size_t count;
};

/* `items` are `count` structs of the nested table's size. */
struct json_opt_list {
    enum json_presence presence;
    void *items;
    size_t count;
};

/* `value` is one struct of the nested table's size. */
struct json_opt_nested {
    enum json_presence presence;
    void *value;
};

struct json_opt_any {
    enum json_presence presence;
    const struct json *value;
};

enum json_kind {
    JSON_KIND_TEXT,   /* struct json_opt_text */
    JSON_KIND_FLAG,   /* struct json_opt_flag */
    JSON_KIND_NUMBER, /* struct json_opt_number: a whole number from `least` to `most` */
    JSON_KIND_TEXTS,  /* struct json_opt_texts: an array of strings */
    JSON_KIND_LIST,   /* struct json_opt_list: an array of objects */
    JSON_KIND_NESTED, /* struct json_opt_nested: an object */
    JSON_KIND_ANY,    /* struct json_opt_any: checked by somebody who knows more */
};

struct json_table;

struct json_field {
    struct str name;
    enum json_kind kind;
    size_t offset; /* in the decoded struct */
    size_t max;    /* code points of a text and of each of the texts; 0: no limit but the body's */
    size_t max_items;         /* of texts and lists; 0: no limit but the body's */
    int64_t least, most;      /* of a number */
    bool required;            /* must be given, and not null */
    bool kept;                /* may be left out, but not be null */
    const struct str *one_of; /* texts only: the allowed values, ended by an empty one, or NULL */
    const struct json_table *table; /* of a list's items, of a nested object */
};

struct json_table {
    const struct json_field *fields;
    size_t count;
    size_t size; /* of the decoded struct, which starts out as zeroes: everything absent */
};

/* The room for the fields of a table that is made for a body: more than any body has. */
enum { JSON_TABLE_ROOM = 40 };

/* Reads `object` (a JSON_OBJECT) into *decoded; what is wrong is added to *faults. */
void json_table_decode(const struct json_table *table, const struct json *object,
                       struct arena *arena, void *decoded, struct faults *faults);

/* Members of any kind but lists of objects: what a small resource is kept and served as. */

/*
 * What `patch` names, onto `kept`; both decoded by the table, and `kept` may then point into
 * `patch`. Null clears, a list of texts replaces, a nested object merges.
 */
void json_table_merge(const struct json_table *table, const void *patch, void *kept);

/* Writes the members that are given, in the order of the table. An empty text is not. */
void json_table_write(const struct json_table *table, const void *decoded, struct json_writer *w);
