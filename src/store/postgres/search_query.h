/*
 * A search as PostgreSQL is asked it (store/search/search_sql.h).
 */
#pragma once

#include "store/postgres/connection.h"
#include "store/search/search_sql.h"

/* (id, date added) of one page's contacts, in order. Sent, as by pg_send. */
void pg_search_send_page(struct pg_view *view, struct arena *arena, const struct search *search,
                         const struct search_range *range, PGresult **result);

/* One number: how many there are in all. */
void pg_search_send_total(struct pg_view *view, struct arena *arena, const struct search *search,
                          const struct search_range *range, PGresult **result);

/* True when every contact of the location is meant. */
bool pg_search_is_whole(const struct search *search);
