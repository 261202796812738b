/*
 * Searching: connections to the search file for those who ask, and one search on one of them.
 */
#pragma once

#include "store/store.h"

struct search_readers;

/* Opens nothing yet. `path` is copied. */
struct search_readers *search_readers_new(const char *path);

/* Nobody may be searching. NULL is fine. */
void search_readers_free(struct search_readers *readers);

/*
 * What store_search says, and ERR_NOT_FOUND when the file is damaged. Any thread; each call has a
 * connection to itself.
 */
MUST_CHECK enum err search_readers_run(struct search_readers *readers, struct arena *arena,
                                       struct str location_id, const struct search *search,
                                       struct search_found *found);

/* Closes all connections, those in use when they come back: the file is about to be made anew. */
void search_readers_let_go(struct search_readers *readers);
