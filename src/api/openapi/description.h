/*
 * What the routes are, as tables: the description that GET /openapi.json serves is made from them,
 * and from those that the program works by (docs/decisions/0016-openapi.md).
 *
 *      operations.def   one row a handler: what it takes, answers and refuses
 *      schemas.def      one row a component: the bodies and the documents
 *      properties.def   one row a name: what it means wherever it occurs, and an example
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "api/route.h"
#include "base/err.h"
#include "base/str.h"
#include "json/table.h"

enum schema {
    SCHEMA_NONE,
#define BODY(name, description, table, ...)     SCHEMA_##name,
#define DOCUMENT(name, description, table, ...) SCHEMA_##name,
#include "api/openapi/schemas.def"
    SCHEMA_COUNT
};

enum tag {
#define TAG(name, description) TAG_##name,
#include "api/openapi/operations.def"
    TAG_COUNT
};

/* What a member of a document or an answer is, or a parameter of a query. */
enum shape {
    SHAPE_STRING,
    SHAPE_STRINGS,
    SHAPE_INTEGER,
    SHAPE_NUMBER,
    SHAPE_BOOLEAN,
    SHAPE_ANY,
    SHAPE_ANYS, /* a list of whatever */
    SHAPE_ONE,  /* of a component … */
    SHAPE_MANY, /* … a list of them */
};

struct member {
    struct str name;
    bool required;
    enum shape shape;
    enum schema schema;  /* of SHAPE_ONE and SHAPE_MANY */
    bool null;           /* or it is null */
    int64_t least, most; /* of an integer; of a list, how many there may be; both 0: no bounds */
    int64_t otherwise;   /* of an integer with bounds that a query may leave out: what it is then */
    const struct str
        *one_of; /* of a string: the values it can have, ended by an empty one; or NULL */
};

struct schema_row {
    struct str name;
    struct str ref;
    struct str description;
    bool body;                    /* takes nothing else, and null for what is not required */
    bool partial;                 /* nothing is required, whatever the members and the table say */
    const struct member *members; /* instead of the table's, or beside them; ended by one without a
                                     name, or NULL */
    const struct member *base;    /* further ones, that several schemas have; or NULL … */
    const struct str *but;        /* … names of those that this one has not; or NULL */
    const struct str *always;     /* names of what is required though nothing says so; or NULL */
    const struct str *one_of;     /* of a text: the values it can have, as a member's; or NULL */
    struct str json;              /* the whole schema, where no table has it */
    enum schema under_v3;         /* how `Version: v3` has it */
};

enum operation_trait {
    TAKES_IF_MATCH = 1 << 0,
    TAKES_IDEMPOTENCY_KEY = 1 << 1, /* set by routes.def: operation_traits */
    TAKES_IF_NONE_MATCH = 1 << 2,   /* and may answer 304 */
    GIVES_ETAG = 1 << 3,
    GIVES_WARNING = 1 << 4,      /* X-Contactd-Warning */
    MAY_BE_UNAVAILABLE = 1 << 5, /* 503 with the same answer */
    DEPRECATED = 1 << 6,
    ONLY_UNDER_V3 = 1 << 7,
    NOT_UNDER_V3 = 1 << 8,
    GIVES_RATE_LIMITS = 1 << 9, /* of all that want a token: operation_traits */
};

struct operation {
    struct str id; /* the handler's name */
    enum tag tag;
    struct str description;
    const struct member *query; /* ended by one without a name, or NULL */
    enum schema body;           /* SCHEMA_NONE where it reads none */
    struct str example;         /* a body that works, with ids of one's own */
    int status;
    const struct member *answer; /* of a JSON object, beside traceId; or NULL */
    enum schema whole;           /* where the answer is a document by itself */
    struct str media;            /* of an answer that is something else */
    unsigned traits;
    const enum err *errors; /* beside those of every operation; ended by ERR_NONE, or NULL */
};

struct property {
    struct str name; /* "title", or "Task.title" where it means something else */
    struct str description;
    struct str format;  /* or empty */
    struct str example; /* JSON, or empty */
};

extern const struct schema_row schema_rows[SCHEMA_COUNT];
extern const struct operation *const route_operations[]; /* in the order of `routes` */

/* Of the operation at that place: its row's, and those that follow from routes.def. */
unsigned operation_traits(size_t route);

struct str tag_name(enum tag tag);
struct str tag_description(enum tag tag);

/* The fields that a schema has from a table of the program; none where it has no table. */
struct json_table schema_table(enum schema schema, struct json_field room[JSON_TABLE_ROOM]);

/* What is known of `owner.name`, or else of `name`; NULL when nothing is. */
const struct property *property_find(struct str owner, struct str name);
