/*
 * Folders of custom fields: listed, made, renamed, deleted. Changes are asked in two steps, as
 * those of custom_fields.h.
 */
#pragma once

#include "base/faults.h"
#include "contact/custom_folder.h"
#include "store/custom_fields.h"

enum custom_folder_change_kind { CUSTOM_FOLDER_CREATE, CUSTOM_FOLDER_RENAME, CUSTOM_FOLDER_DELETE };

struct custom_folder_change {
    struct store_op op; /* first */

    /* asked; set by the caller */
    enum custom_folder_change_kind kind;
    struct arena *arena;
    struct str location_id;
    struct str folder_id; /* create: empty */

    /* found by custom_folder_change_read */
    struct custom_folder_body body;
    struct faults faults;

    /* the answer, valid when op.result is ERR_NONE; of a deleted folder, as it was */
    struct custom_folder folder;
};

/* ERR_LOCATION_FORBIDDEN, ERR_BODY_INVALID with change->faults. Not for a delete. */
MUST_CHECK enum err custom_folder_change_read(struct custom_folder_change *change,
                                              const struct json *object);

/*
 * The outcome: ERR_CUSTOM_FOLDER_UNKNOWN, ERR_CUSTOM_FOLDERS_FULL, ERR_LOCATION_FORBIDDEN (it was
 * deleted), or the store's.
 */
store_apply custom_folder_change_apply;

/* ERR_CUSTOM_FOLDER_UNKNOWN. */
MUST_CHECK enum err custom_folder_get(struct store *store, struct arena *arena,
                                      struct str location_id, struct str id,
                                      struct custom_folder *folder);

/* Oldest first. */
MUST_CHECK enum err custom_folder_list(struct store *store, struct arena *arena,
                                       struct str location_id, struct str object_key,
                                       struct custom_folder **folders, size_t *count);
