/*
 * A small resource of the API by one table: read from the bodies of its operations, merged, kept
 * and served as one document.
 *
 *      json_resource_read      a body, by the rows that it may have
 *      json_resource_merge     onto what is kept
 *      json_resource_write     the members that are given, in the order of the rows
 *      json_resource_decode    … and back
 *
 * The bodies of a resource (create, update, …) are numbered from 0 by whoever has it.
 */
#pragma once

#include "base/err.h"
#include "json/table.h"

#define JSON_BODY(body) (1U << (body))

struct json_resource_field {
    struct json_field field; /* `required` is not looked at */
    unsigned bodies;         /* bits of those that may name it; 0: the program gives it */
    unsigned must;           /* of those that have to */
    bool may_be_empty;       /* a text that has to be given */
    bool body_only;          /* merged, but neither written nor read back */
};

/* The most rows one has: that many are copied to read a body. */
enum { JSON_RESOURCE_FIELDS_MAX = 24 };

struct json_resource {
    const struct json_resource_field *fields;
    size_t count;
    size_t size; /* of the decoded struct */
};

/*
 * As json_table_decode. What any body has to give can be changed by the others, but neither cleared
 * nor emptied: "title must be a string", "title should not be empty".
 */
void json_resource_read(const struct json_resource *resource, unsigned body,
                        const struct json *object, struct arena *arena, void *decoded,
                        struct faults *faults);

/* As the functions of json/table.h, by all rows. */
void json_resource_merge(const struct json_resource *resource, const void *patch, void *kept);
void json_resource_write(const struct json_resource *resource, const void *decoded,
                         struct json_writer *w);

/*
 * Reads a document; what is in no row is not looked at. ERR_STORE_FAILED when it is none: only a
 * damaged file gives that.
 */
MUST_CHECK enum err json_resource_decode(const struct json_resource *resource, struct str document,
                                         struct arena *arena, void *decoded);
