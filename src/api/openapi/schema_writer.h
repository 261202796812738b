/*
 * Components of the description, written as JSON Schema (the 2020-12 of OpenAPI 3.1).
 */
#pragma once

#include "api/openapi/description.h"
#include "json/writer.h"

/* The object of one component. */
void schema_write(struct json_writer *w, enum schema schema);

/*
 * An object of these members: what an operation answers, beside its traceId (`traced`). `owner`:
 * whose they are in properties.def. `members` may be NULL: then nothing is known of the object.
 */
void schema_write_members(struct json_writer *w, struct str owner, const struct member *members,
                          bool traced);

/* {"$ref": …}. */
void schema_write_reference(struct json_writer *w, enum schema schema);

/* A parameter's schema, without what it means. */
void schema_write_shape(struct json_writer *w, enum shape shape);

/* "examples" of a value, where there is one. */
void schema_write_example(struct json_writer *w, const struct property *property);
