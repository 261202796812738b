/*
 * A search as SQL on what a backend has made of contacts for it: one row a contact, called c, with
 * the columns of search_fields.def, `custom` and `place`, by which all are ordered; and the
 * functions has(text, part), custom_has(custom, key, part), custom_value(custom, key),
 * custom_number(custom, key) and unixepoch(text). Every byte of the text comes from this program;
 * what the request gave is bound. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/buf.h"
#include "contact/search.h"
#include "store/store.h"

struct search_bind {
    enum { SEARCH_BIND_TEXT, SEARCH_BIND_INT, SEARCH_BIND_REAL } kind;
    struct str text;
    int64_t integer;
    double real;
};

/* What a statement walks along. */
struct search_driver {
    const char *from;  /* "tag AS t" */
    const char *place; /* "t.place": the key */
    const char *owner; /* "t.location_id"; NULL where the places are the location's alone */
    const char *join;  /* what joins the contact's row, but for the place; NULL: it is that */
};

struct search_sql;

/* What backends have of their own. */
struct search_dialect {
    char mark; /* before the number of a parameter */
    struct search_driver contacts;
    struct search_driver tags;
    struct search_driver words; /* finds parts of at least three characters */

    /* What asks for the number of contacts with a tag, up to the location; NULL: they are counted.
     */
    const char *tag_total;

    /* The condition on `words`, with at least one of the two. */
    void (*add_words)(struct search_sql *sql, struct str words, struct str digits);
};

/* A statement being made: `text` from the heap, the rest in the arena. */
struct search_sql {
    const struct search_dialect *dialect;
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
    struct str location_id; /* where drivers have an owner */
};

/* True when every contact of the location is meant: their number is known without counting. */
bool search_sql_is_whole(const struct search_dialect *dialect, const struct search *search);

/* True, with the total, when a page that was found is not full, and so has told how many there are.
 */
bool search_page_tells_total(const struct search *search, struct search_found *found);

/* id and date_added of one page's contacts, in order. */
void search_sql_page(struct search_sql *sql, const struct search_dialect *dialect,
                     struct arena *arena, const struct search *search,
                     const struct search_range *range);

/* How many there are in all. */
void search_sql_total(struct search_sql *sql, const struct search_dialect *dialect,
                      struct arena *arena, const struct search *search,
                      const struct search_range *range);

void search_sql_release(struct search_sql *sql);
