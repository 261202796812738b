/*
 * Operations of the description: what a row of routes.def and its row of operations.def say
 * together.
 */
#pragma once

#include "api/openapi/description.h"
#include "json/writer.h"

/* The object of the operation at that place of `routes`. */
void operation_write(struct json_writer *w, struct arena *arena, size_t route);

/* "securitySchemes" of the components. */
void operation_write_security_schemes(struct json_writer *w);

/* "headers" and "parameters" of the components. */
void operation_write_components(struct json_writer *w);
