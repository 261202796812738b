/*
 * JSON written: calls in the order of the text, the text at the end.
 *
 *      struct json_writer *w = json_writer_new(arena);
 *      json_begin_object(w);
 *      json_key(w, STR("id"));
 *      json_write_string(w, id);
 *      json_end(w);
 *      struct str text = json_finish(w);
 *
 * Strings given to the writer are UTF-8 and must live until json_finish. Calls that do not make
 * JSON (a value in an object without a key, an end too many) are bugs: assertions. Nesting is
 * bounded by JSON_DEPTH_MAX + JSON_WRITER_ENVELOPE.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "json/json.h"

/* Levels an answer may put around a document that is as deep as a body may be. */
enum { JSON_WRITER_ENVELOPE = 8 };

struct json_writer;

struct json_writer *json_writer_new(struct arena *arena);

void json_begin_object(struct json_writer *w);
void json_begin_array(struct json_writer *w);
void json_end(struct json_writer *w);

void json_key(struct json_writer *w, struct str name);

void json_write_string(struct json_writer *w, struct str text);
void json_write_int(struct json_writer *w, int64_t number);
void json_write_number(struct json_writer *w, double number); /* finite; 5.0 as 5 */
void json_write_bool(struct json_writer *w, bool value);
void json_write_null(struct json_writer *w);

/* A value read before, any depth. */
void json_write_value(struct json_writer *w, const struct json *value);

/* A text that is known to be JSON, as it is. */
void json_write_raw(struct json_writer *w, struct str text);

/* Shorthands for a member. */
void json_member_string(struct json_writer *w, struct str name, struct str text);
void json_member_strings(struct json_writer *w, struct str name, const struct str *texts,
                         size_t count);
void json_member_bool(struct json_writer *w, struct str name, bool value);
void json_member_int(struct json_writer *w, struct str name, int64_t number);

/* A text of its own: an array of texts. */
struct str json_array_of_texts(struct arena *arena, const struct str *texts, size_t count);

/* The whole text, in the arena; everything that was begun must have ended. */
struct str json_finish(struct json_writer *w);
