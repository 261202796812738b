/*
 * The values that contacts still have of deleted custom fields, taken out little by little.
 *
 * From its deletion on, a field's values are left out of what is served (location_cache.h), so
 * nobody waits for this. It goes through a location's contacts in the order of their ids, and keeps
 * in the store how far it is: it goes on there after a restart, and two processes on one file share
 * the work.
 */
#pragma once

#include "store/store.h"

/*
 * A field is left alone until every change that was checked while it was defined has been made, on
 * every process: those know of its deletion after half a second, and a request does not last longer
 * than this.
 */
#define REMOVED_FIELD_REST_MS (INT64_C(60) * 1000)

/* What one transaction looks at: others wait for it. */
enum { REMOVED_FIELD_CONTACTS_MAX = 200, REMOVED_FIELD_BYTES_MAX = 1 << 20 };

/* It pauses after this long: less than from one upkeep to the next, so that there are never two. */
#define REMOVED_FIELD_SWEEP_NS (INT64_C(20) * 1000 * 1000 * 1000)

/*
 * Starts on what is to be done, and goes on, one operation after the other, until it is done or
 * pauses; called by upkeep, does not wait. `now_ms`: fields that were deleted REMOVED_FIELD_REST_MS
 * before that.
 */
void removed_fields_sweep(struct store *store, int64_t now_ms);
