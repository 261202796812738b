/*
 * Scopes: what a token may do. A set of them is one word, a bit a scope.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum scope {
#define SCOPE(name, text, summary) SCOPE_##name,
#include "service/scope.def"
#undef SCOPE
    SCOPE_COUNT,
    SCOPE_NONE = SCOPE_COUNT /* a route that needs no token */
};

typedef uint64_t scope_set;

_Static_assert(SCOPE_COUNT < 64, "a set of scopes is one word");

/* "contacts.readonly"; false when there is no such scope. */
bool scope_parse(struct str text, enum scope *scope);

struct str scope_text(enum scope scope);
struct str scope_summary(enum scope scope);

/* True for a scope that allows to read and nothing else: "contacts.readonly". */
bool scope_reads(enum scope scope);

static inline scope_set scope_bit(enum scope scope)
{
    return (scope_set)1 << scope;
}

static inline bool scope_set_has(scope_set set, enum scope scope)
{
    return (set & scope_bit(scope)) != 0;
}

static inline scope_set scope_set_all(void)
{
    return scope_bit(SCOPE_COUNT) - 1;
}

/* Texts separated by one space, as a token is stored. Unknown ones (of a later version) are
 * dropped. */
scope_set scope_set_parse(struct str texts);
struct str scope_set_text(struct arena *arena, scope_set set);
