/*
 * What a location has besides contacts: get, walk, create, update, delete.
 *
 * A change is asked in the two steps of service/contacts.h: record_change_read finds every fault of
 * the body, record_change_apply is submitted to the store.
 */
#pragma once

#include "base/faults.h"
#include "contact/record.h"
#include "service/actor.h"
#include "store/store.h"

enum record_change_kind { RECORD_CREATE, RECORD_UPDATE, RECORD_DELETE };

struct record_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum record_change_kind what;
    struct arena *arena;
    struct record_key key; /* create: without an id */
    struct str asked_by;   /* users: the location whose token it is; empty: the agency */
    struct actor actor;

    /* found by record_change_read */
    struct record_fields patch;
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE */
    struct record_row row; /* of a deleted one, as it was */
    bool unfinished;       /* a deleted business has contacts left: service/business.h goes on */
};

/*
 * ERR_BODY_INVALID with change->faults; ERR_LOCATION_FORBIDDEN when the body names another location
 * than the key, or makes of a user what user_may_become does not let. `object` is a JSON object.
 * Not for a delete.
 */
MUST_CHECK enum err record_change_read(struct record_change *change, const struct json *object);

/*
 * The outcome: ERR_RECORD_UNKNOWN, ERR_RECORD_EXISTS, ERR_RECORDS_FULL, ERR_LOCATION_FORBIDDEN (the
 * location of a create is not there, or as user_check_change says), ERR_USER_EMAIL_FIXED, or the
 * store's.
 */
store_apply record_change_apply;

/* ERR_RECORD_UNKNOWN. */
MUST_CHECK enum err record_get(struct store *store, struct arena *arena,
                               const struct record_key *key, struct record_row *row);

/* store_record_walk in a view of its own. */
MUST_CHECK enum err record_walk(struct store *store, const struct record_key *key,
                                struct record_page page, store_record_visit *visit, void *context);
