/*
 * The refusals of the description: what err.def says, by status.
 */
#pragma once

#include "api/openapi/description.h"
#include "json/writer.h"

/* "examples" and "responses" of the components: every error that an operation can have. */
void error_write_components(struct json_writer *w, struct arena *arena);

/* Inside an operation's "responses": a member for each status it can be refused with. */
void error_write_responses(struct json_writer *w, struct arena *arena, size_t route);
