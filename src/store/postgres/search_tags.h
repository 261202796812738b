/*
 * How many contacts have each tag (search_tag_total), counted while what is searched is brought up
 * to date.
 */
#pragma once

#include "store/postgres/connection.h"

/*
 * Sends, and does not wait, what the rows that went from search_tag and those that came to it make
 * of the totals; each result has the tag of every row. Under the lock of the location.
 */
void pg_search_tags_count(struct pg_view *view, struct arena *arena, struct str location_id,
                          const PGresult *gone, const PGresult *come);
