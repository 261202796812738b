/*
 * JSON read: a parsed text as a tree of values, over yyjson, which is included nowhere else.
 *
 * Values live in the arena given to json_parse and point into a copy of the text there; they are
 * immutable. A text is UTF-8, at most JSON_DEPTH_MAX levels deep; of a key that occurs twice the
 * last one counts. Used by the thread that has the arena.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* api-behaviour: nesting of a body at most 32. */
enum { JSON_DEPTH_MAX = 32 };

/* One value; opaque. */
struct json;

enum json_type { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Why a text is not JSON, and at which byte (from 0). `why` is a constant sentence. */
struct json_malformed {
    struct str why;
    size_t position;
};

/* ERR_JSON_MALFORMED (with *malformed set) or ERR_NOT_UTF8; any JSON value may be the root. */
MUST_CHECK enum err json_parse(struct arena *arena, struct str text, const struct json **root,
                               struct json_malformed *malformed);

enum json_type json_type(const struct json *value);

/* The value of the type in the name; asking another type is a bug (assertion). */
struct str json_string(const struct json *value); /* may hold NUL bytes */
bool json_bool(const struct json *value);
double json_number(const struct json *value);
size_t json_count(const struct json *value); /* items of an array, members of an object */

/* True for a number that is an integer of the int64 range; then *number is it. */
bool json_int64(const struct json *value, int64_t *number);

/* The last member of that name, or NULL. */
const struct json *json_member(const struct json *object, struct str name);

/*
 * Walking:
 *
 *      struct json_walk walk = json_walk(array_or_object);
 *      while (json_next(&walk)) use(walk.key, walk.value);
 *
 * `key` is set for objects only. Members come as written, those of the same name all of them.
 */
struct json_walk {
    struct str key;
    const struct json *value;
    const struct json *next; /* private */
    size_t left;             /* private */
    bool object;             /* private */
};

struct json_walk json_walk(const struct json *container);
bool json_next(struct json_walk *walk);

/*
 * The value with only the last of the members that share a name, at every level: for what is kept
 * as it came. The value itself when there are none.
 */
const struct json *json_without_repeats(struct arena *arena, const struct json *value);

/* An object made of texts, in their order. The texts are not empty, and live as long as it does. */
struct json_text_member {
    struct str name;
    struct str text;
};

const struct json *json_object_of_texts(struct arena *arena, const struct json_text_member *members,
                                        size_t count);

/* The text of a value, in the arena, without white space. */
struct str json_text(struct arena *arena, const struct json *value);
