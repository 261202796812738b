/*
 * Bringing what is searched of a location up to date with its contacts, a piece at a time.
 */
#pragma once

#include "store/postgres/database.h"

/*
 * One piece, in a transaction of its own, under a lock of the location: of several nodes one does
 * it and the others wait. *more when there may be more to do. Takes some tens of milliseconds.
 */
MUST_CHECK enum err pg_search_pass(struct pg_view *view, struct str location_id, bool *more);

/* Whether there is anything to do now; sees every change that is committed. */
MUST_CHECK enum err pg_search_is_stale(struct pg_view *view, struct str location_id, bool *stale);
