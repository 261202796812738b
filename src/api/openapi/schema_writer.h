/*
 * Components of the description, written as JSON Schema (the 2020-12 of OpenAPI 3.1).
 */
#pragma once

#include "api/openapi/description.h"
#include "json/writer.h"

/* The object of one component. */
void schema_write(struct json_writer *w, enum schema schema);

/*
 * An object of these members and a traceId: what an operation answers. `owner`: whose they are in
 * properties.def. `members` may be NULL.
 */
void schema_write_members(struct json_writer *w, struct str owner, const struct member *members);

/* {"$ref": …}. */
void schema_write_reference(struct json_writer *w, enum schema schema);

/* Inside an object: what a member, or a parameter, can be; but not what it means. */
void schema_write_shape(struct json_writer *w, const struct member *member);

/* "examples" of a value, where there is one. */
void schema_write_example(struct json_writer *w, const struct property *property);
