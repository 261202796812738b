/*
 * The description of the API: OpenAPI 3.1, made once from the tables the program works by
 * (docs/decisions/0016).
 */
#pragma once

#include "base/arena.h"
#include "base/str.h"

/* The document, in the arena. */
struct str openapi_write(struct arena *arena);
