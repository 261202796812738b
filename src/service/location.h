/*
 * Locations.
 *
 * The command line's calls block. The API asks for a change in the two steps of service/contacts.h:
 * location_change_read finds every fault of the body, location_change_apply is submitted to the
 * store.
 */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "contact/location.h"
#include "contact/location_body.h"
#include "store/store.h"

enum { LOCATION_NAME_MAX = 255 /* bytes; ours */ };

/* What a location is made with where nobody says anything. */
#define LOCATION_COUNTRY "US"
#define LOCATION_MATCH   "email,phone"

/* Gives *location an id and a date, and keeps it. The caller has checked its fields. */
MUST_CHECK enum err location_create(struct store *store, struct arena *arena,
                                    struct location *location);

/*
 * For whoever adds something to a location, in the same transaction: it may have been deleted since
 * its token was looked up. ERR_LOCATION_FORBIDDEN.
 */
MUST_CHECK enum err location_check(struct store_view *view, struct str location_id);

/* The same for what a location has a bounded number of: others that count it wait for the end. */
MUST_CHECK enum err location_turn(struct store_tx *tx, struct str location_id);

/* ---- for the API ------------------------------------------------------------------------------
 */

enum location_change_kind { LOCATION_CREATE, LOCATION_UPDATE, LOCATION_DELETE };

struct location_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum location_change_kind kind;
    struct arena *arena;
    struct str location_id; /* create: empty */

    /* found by location_change_read */
    struct location_fields patch;
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE; not of a delete */
    struct location location;
};

/* ERR_BODY_INVALID with change->faults. `object` is a JSON object. Not for a delete. */
MUST_CHECK enum err location_change_read(struct location_change *change, const struct json *object);

/*
 * The outcome: ERR_LOCATION_UNKNOWN, ERR_LOCATION_FORBIDDEN (an update names another company than
 * the location has), or the store's. What a deleted location leaves is swept later
 * (sweep.h).
 */
store_apply location_change_apply;

/* ERR_LOCATION_UNKNOWN. */
MUST_CHECK enum err location_get(struct store *store, struct arena *arena, struct str location_id,
                                 struct location *location);

/* How many a search gives at most, and passes by at most: ours. */
enum { LOCATION_SEARCH_MAX = 500, LOCATION_SKIP_MAX = 1000000 };

/* Only the location `own_id`, when it fits the query; all that fit, when that is empty. */
MUST_CHECK enum err location_search(struct store *store, struct arena *arena, struct str own_id,
                                    const struct location_query *query, struct location **locations,
                                    size_t *count);
