/*
 * Paths and queries taken apart and decoded. Pure; any thread.
 */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/*
 * Percent-decodes a path segment, or (query = true, where "+" is a space) a query's name or value.
 * ERR_REQUEST_MALFORMED for a "%" without two hex digits and for an encoded NUL; ERR_NOT_UTF8.
 */
MUST_CHECK enum err uri_decode(struct arena *arena, struct str encoded, bool query,
                               struct str *decoded);

/*
 * The decoded value of the first parameter of that name. ERR_NOT_FOUND when there is none;
 * otherwise as uri_decode.
 */
MUST_CHECK enum err uri_query_get(struct arena *arena, struct str query, struct str name,
                                  struct str *value);
