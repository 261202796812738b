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
 * What store_search says, of a file in which all marks up to `seq` are; and ERR_NOT_FOUND when it
 * is damaged. Any thread; each call has a connection to itself. Ends after SEARCH_SECONDS_MAX
 * (ERR_SEARCH_TOO_LONG): with a million contacts what a person asks takes half a second.
 */
enum { SEARCH_SECONDS_MAX = 5 };
MUST_CHECK enum err search_readers_run(struct search_readers *readers, struct arena *arena,
                                       struct str location_id, int64_t seq,
                                       const struct search *search, struct search_found *found);

/* Searches under way, and all later ones, end with ERR_SEARCH_NOT_READY. */
void search_readers_refuse(struct search_readers *readers);

/* Closes all connections, those in use when they come back: the file is about to be made anew. */
void search_readers_let_go(struct search_readers *readers);
