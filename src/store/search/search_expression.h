/*
 * The pieces that a search's SQL is made of (search_sql.h): constants, bound values, and conditions
 * on the row of a contact, which is called c.
 */
#pragma once

#include "store/search/search_sql.h"

/* "c.city"; "NULL" for what no contact has. */
const char *search_column(enum search_field field);

/* A constant. */
void search_sql_add(struct search_sql *sql, const char *text);

/* A value: "?7". Texts live as long as the arena. */
void search_sql_text(struct search_sql *sql, struct str text);
void search_sql_int(struct search_sql *sql, int64_t integer);

/* True when the text of that column, or expression, has the needle in it. */
void search_sql_contains(struct search_sql *sql, const char *haystack, struct str needle);

/* In parentheses. */
void search_sql_leaf(struct search_sql *sql, const struct search_leaf *leaf);
