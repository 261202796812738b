/*
 * Custom fields of a location: defined, changed and deleted by either API and by the command line.
 *
 * A change is asked in the two steps of service/contacts.h: custom_field_change_read finds every
 * fault of the body, custom_field_change_apply is submitted to the store. Once it is on the disk,
 * the caller tells the location cache (location_cache_forget), so that contacts are checked against
 * it from then on.
 *
 * Deleting a contact's field leaves a mark behind: its values are not served from that
 * moment on (location_cache.h), and are taken out of the contacts little by little
 * (removed_fields.h).
 */
#pragma once

#include "base/faults.h"
#include "contact/custom_field_body.h"
#include "store/custom_fields.h"

/* Which fields an API shows: that of locations only those of contacts and opportunities. */
enum custom_field_api { CUSTOM_FIELD_API_LOCATION, CUSTOM_FIELD_API_OBJECT };

enum custom_field_change_kind { CUSTOM_FIELD_CREATE, CUSTOM_FIELD_UPDATE, CUSTOM_FIELD_DELETE };

struct custom_field_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum custom_field_change_kind kind;
    enum custom_field_api api;
    struct arena *arena;
    struct str location_id;
    struct str field_id; /* create: empty */

    /* found by custom_field_change_read, and by the transaction */
    struct custom_field_body body;
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE; of a deleted field, as it was */
    struct custom_field field;
};

/*
 * ERR_LOCATION_FORBIDDEN when the body names another location than the caller's, before anything
 * else; ERR_BODY_INVALID with change->faults. `object` is a JSON object. Not for a delete.
 */
MUST_CHECK enum err custom_field_change_read(struct custom_field_change *change,
                                             const struct json *object);

/*
 * The outcome: ERR_CUSTOM_FIELD_UNKNOWN, ERR_CUSTOM_FIELD_EXISTS (its key is change->field.key),
 * ERR_CUSTOM_FOLDER_UNKNOWN (the body's parent), ERR_CUSTOM_FIELDS_FULL, ERR_BODY_INVALID (options
 * were left out that cannot be, or two of them have the same key), ERR_LOCATION_FORBIDDEN (it was
 * deleted), or the store's.
 */
store_apply custom_field_change_apply;

/*
 * Gives *field an id and its dates and keeps it: for the command line. ERR_NOT_FOUND: no such
 * location; ERR_CUSTOM_FIELD_EXISTS, ERR_CUSTOM_FIELDS_FULL.
 */
MUST_CHECK enum err custom_field_create(struct store *store, struct arena *arena,
                                        struct str location_id, struct custom_field *field);

/* By its id or its whole key. ERR_CUSTOM_FIELD_UNKNOWN. */
MUST_CHECK enum err custom_field_get(struct store *store, struct arena *arena,
                                     enum custom_field_api api, struct str location_id,
                                     struct str id_or_key, struct custom_field *field);

MUST_CHECK enum err custom_field_list(struct store *store, struct arena *arena,
                                      struct str location_id, struct str object_key,
                                      struct custom_fields *fields);
