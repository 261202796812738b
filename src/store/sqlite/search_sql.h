/*
 * A search as SQL on the search file. Every byte of the text comes from this program; what the
 * request gave is bound. Pure.
 */
#pragma once

#include <sqlite3.h>

#include "base/arena.h"
#include "base/buf.h"
#include "contact/search.h"

struct search_bind {
    enum { SEARCH_BIND_TEXT, SEARCH_BIND_INT, SEARCH_BIND_REAL } kind;
    struct str text;
    int64_t integer;
    double real;
};

/* A statement being made: `text` from the heap, the rest in the arena. */
struct search_sql {
    struct arena *arena;
    struct buf text;
    struct search_bind *binds;
    size_t bind_count;
    size_t bind_room;
};

/* Where a page begins. */
struct search_range {
    int64_t first, last; /* places: those of the location, of a page in the default order fewer */
    int64_t after;       /* of a page in another order: the place it comes after; 0: none */
};

/* True when every contact of the location is meant: their number is known without counting. */
bool search_sql_is_whole(const struct search *search);

/* id and date_added of one page's contacts, in order. */
void search_sql_page(struct search_sql *sql, struct arena *arena, const struct search *search,
                     const struct search_range *range);

/* How many there are in all. */
void search_sql_total(struct search_sql *sql, struct arena *arena, const struct search *search,
                      const struct search_range *range);

void search_sql_release(struct search_sql *sql);
