/*
 * Notes and tasks of contacts: list, get, create, update, complete, delete; and campaigns and
 * workflows: join, leave.
 *
 * A change is asked in the two steps of service/contacts.h: item_change_read finds every fault of
 * the body, item_change_apply is submitted to the store.
 */
#pragma once

#include "base/faults.h"
#include "contact/item.h"
#include "store/store.h"

enum item_change_kind {
    ITEM_CREATE,
    ITEM_UPDATE,
    ITEM_DELETE,
    /* of campaigns and workflows; what is so already stays so */
    ITEM_JOIN,
    ITEM_LEAVE,
    ITEM_LEAVE_ALL,
};

struct item_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum item_change_kind kind;
    struct arena *arena;
    struct item_key key; /* create, leave all: without an id */

    /* found by item_change_read */
    struct item_fields patch;
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE */
    struct item_row row;
};

/* ERR_BODY_INVALID with change->faults. `object` is a JSON object. Not for a delete. */
MUST_CHECK enum err item_change_read(struct item_change *change, enum item_body body,
                                     const struct json *object);

/*
 * The outcome: ERR_CONTACT_UNKNOWN, ERR_NOTE_UNKNOWN or ERR_TASK_UNKNOWN,
 * ERR_ITEMS_FULL, or the store's.
 */
store_apply item_change_apply;

/* ERR_CONTACT_UNKNOWN, ERR_NOTE_UNKNOWN, ERR_TASK_UNKNOWN. */
MUST_CHECK enum err item_get(struct store *store, struct arena *arena, const struct item_key *key,
                             struct item_row *row);

/* Newest first. ERR_CONTACT_UNKNOWN. */
MUST_CHECK enum err item_list(struct store *store, struct arena *arena, const struct item_key *key,
                              struct item_row **rows, size_t *count);

/* Of all contacts of the location, newest first. */
MUST_CHECK enum err task_search(struct store *store, struct arena *arena, struct str location_id,
                                const struct task_query *query, struct item_row **rows,
                                size_t *count);

/* ERR_CONTACT_UNKNOWN when the contact is not there. */
MUST_CHECK enum err item_contact_exists(struct store *store, struct str location_id,
                                        struct str contact_id);
