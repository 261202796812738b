/*
 * What a search asks: a filter as a tree, words, an order, a page. Read from a body and checked
 * here; what it finds is the store's business. Pure.
 *
 * Texts are compared without regard to case: those of a search are lower-cased here, those of the
 * contacts by contact/search_entry.h. Everything lives in the arena of whoever read it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/custom_field.h"
#include "json/table.h"

enum search_field {
#define FIELD(member, name, kind)     SEARCH_##member,
#define ALIAS(member, name, kind, of) SEARCH_##member,
#define NEVER(member, name, kind)     SEARCH_##member,
#include "contact/search_fields.def"
    SEARCH_CUSTOM, /* a custom field; which one is in the leaf */
};

/* What a field holds, and so which operators it takes (api-behaviour's table). */
enum search_kind {
    SEARCH_KIND_TEXT,  /* eq, not_eq, contains, not_contains, exists, not_exists */
    SEARCH_KIND_TEXTS, /* the same of any of several */
    SEARCH_KIND_PHONE, /* the same of E.164 */
    SEARCH_KIND_WORD,  /* eq, not_eq, exists, not_exists */
    SEARCH_KIND_WORDS,
    SEARCH_KIND_FLAG,
    SEARCH_KIND_ID,     /* eq, not_eq */
    SEARCH_KIND_DATE,   /* range, exists, not_exists */
    SEARCH_KIND_NUMBER, /* range, eq, not_eq, exists, not_exists */
    SEARCH_KIND_COUNT
};

enum search_operator {
    SEARCH_EQ,
    SEARCH_NOT_EQ,
    SEARCH_CONTAINS,
    SEARCH_NOT_CONTAINS,
    SEARCH_EXISTS,
    SEARCH_NOT_EXISTS,
    SEARCH_RANGE,
    SEARCH_OPERATOR_COUNT
};

/* The published bounds: of a page, of how far pages reach, of a value and of the words. */
enum {
    SEARCH_LIMIT_MAX = 500,
    SEARCH_WINDOW_MAX = 10000,
    SEARCH_TEXT_MAX = 75,
    SEARCH_SORTS_MAX = 2,
};

/*
 * Ours: what a person or a program composes. Each condition is asked of each contact where no index
 * helps: the values in lists are bounded for all of them together.
 */
enum { SEARCH_NODES_MAX = 200, SEARCH_DEPTH_MAX = 8, SEARCH_VALUES_MAX = 100 };

/* A text, or a number: of a date milliseconds since 1970, of a flag 0 or 1. */
struct search_value {
    struct str text;
    double number;
};

enum search_edge { SEARCH_GTE, SEARCH_GT, SEARCH_LTE, SEARCH_LT, SEARCH_EDGE_COUNT };

struct search_leaf {
    enum search_field field;
    enum search_kind kind;
    struct str custom_key; /* of SEARCH_CUSTOM: a field's id, or "ID.OPTION" of a text box */
    enum search_operator operator;
    struct search_value *values; /* eq, not_eq: any of them; contains, not_contains: one */
    size_t value_count;
    struct search_value edges[SEARCH_EDGE_COUNT]; /* range */
    bool has_edge[SEARCH_EDGE_COUNT];
};

enum search_node_kind { SEARCH_AND, SEARCH_OR, SEARCH_LEAF };

/* The tree, flat: a group is followed by what is in it. An empty AND holds, an empty OR does not.
 */
struct search_node {
    enum search_node_kind kind;
    size_t end; /* of a group: index behind its last node */
    struct search_leaf leaf;
};

struct search_sort {
    enum search_field field;
    bool descending;
};

struct search {
    struct search_node *nodes; /* the first is an AND around all others */
    size_t node_count;
    struct str words;        /* found as a part of name, email, phone or company; empty: any */
    struct str words_digits; /* of words that look like a phone number: its digits */
    struct search_sort sorts[SEARCH_SORTS_MAX];
    size_t sort_count; /* where they leave a tie, or there are none: newest first */
    int64_t limit;     /* 1 to SEARCH_LIMIT_MAX */
    int64_t skip;      /* contacts before the page … */
    bool has_after;    /* … or the one that the page comes after */
    int64_t after_ms;
    struct str after_id;
};

extern const struct json_table search_body_table; /* what a body may have */

/* What a body is read by. */
struct search_rules {
    const struct custom_fields *custom_fields;
    struct str country; /* the location's, for phone numbers */
};

/* Everything there is, newest first. */
void search_init(struct search *search, struct arena *arena);

/*
 * Reads a body of POST /contacts/search, but for its locationId. ERR_BODY_INVALID with *faults;
 * ERR_SEARCH_FIELD_UNKNOWN with *unknown, the first name in a filter or sort that is no field.
 */
MUST_CHECK enum err search_read(const struct json *object, const struct search_rules *rules,
                                struct arena *arena, struct search *search, struct faults *faults,
                                struct str *unknown);

/* Looks for words in it, as people type them: case, white space and a phone's punctuation do not
 * matter. */
void search_set_words(struct search *search, struct arena *arena, struct str words);

/* Adds "this field is that text" to what has to hold. */
void search_add_eq(struct search *search, struct arena *arena, enum search_field field,
                   struct str text);

/* ---- fields -----------------------------------------------------------------------------------
 */

enum search_kind search_field_kind(enum search_field field);

/* False for what no contact ever has. */
bool search_field_is_kept(enum search_field field);

bool search_kind_takes(enum search_kind kind, enum search_operator operator);

/*
 * The field of that name in *leaf, with its kind; "customFields.ID" and, of a text box list,
 * "customFields.ID.OPTION" among them. False when there is none.
 */
bool search_field_find(struct str name, const struct custom_fields *custom_fields,
                       struct search_leaf *leaf);

/* One that can be sorted by. */
bool search_sort_find(struct str name, enum search_field *field);

/*
 * The tree of a body's `filters`, for search_read: an array of leaves and groups, all of which have
 * to hold. NULL is an empty one.
 */
MUST_CHECK enum err search_filter_read(const struct json *filters, const struct search_rules *rules,
                                       struct arena *arena, struct search *search,
                                       struct faults *faults, struct str *unknown);
