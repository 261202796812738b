/*
 * What the store keeps of custom fields: the definitions, their folders, and which were deleted
 * while contacts may have values of them. Views and transactions are store.h's.
 */
#pragma once

#include "contact/custom_field.h"
#include "contact/custom_folder.h"
#include "store/store.h"

/* ---- reading ----------------------------------------------------------------------------------
 */

/* ERR_NOT_FOUND: the location has no field of that id, or whole key. */
MUST_CHECK enum err store_custom_field_get(struct store_view *view, struct arena *arena,
                                           struct str location_id, struct str id,
                                           struct custom_field *field);
MUST_CHECK enum err store_custom_field_by_key(struct store_view *view, struct arena *arena,
                                              struct str location_id, struct str key,
                                              struct custom_field *field);

/*
 * Those of one kind of object, sorted by id, as struct custom_fields wants them. An unknown
 * location has none.
 */
MUST_CHECK enum err store_custom_field_list(struct store_view *view, struct arena *arena,
                                            struct str location_id, struct str object_key,
                                            struct custom_fields *fields);

/* All that a location has of one kind of object. */
struct custom_field_total {
    int64_t fields;
    int64_t bytes; /* custom_field_size of each */
};
MUST_CHECK enum err store_custom_field_total(struct store_view *view, struct str location_id,
                                             struct str object_key,
                                             struct custom_field_total *total);

/* ERR_NOT_FOUND: the location has no folder of that id. */
MUST_CHECK enum err store_custom_folder_get(struct store_view *view, struct arena *arena,
                                            struct str location_id, struct str id,
                                            struct custom_folder *folder);

/* Those of one kind of object, oldest first; `*folders` is an array in the arena. */
MUST_CHECK enum err store_custom_folder_list(struct store_view *view, struct arena *arena,
                                             struct str location_id, struct str object_key,
                                             struct custom_folder **folders, size_t *count);

/*
 * Fields that were deleted while contacts may have values of them are kept until all contacts of
 * their location were looked at, in the order of their ids. The ids of those of a location:
 */
MUST_CHECK enum err store_removed_field_list(struct store_view *view, struct arena *arena,
                                             struct str location_id, struct text_list *ids);

/* Those of one location that are at the same place, and so go on together. */
struct removed_fields {
    struct str location_id;
    struct str swept;  /* the last contact that was looked at; empty: none yet */
    int64_t before_ms; /* deleted then or earlier */
    struct text_list ids;
};

/* Of those that were deleted by `before_ms` the oldest, and what goes with it; ERR_NOT_FOUND. */
MUST_CHECK enum err store_removed_fields_next(struct store_view *view, struct arena *arena,
                                              int64_t before_ms, struct removed_fields *fields);

/* ---- writing ----------------------------------------------------------------------------------
 */

/*
 * Insert: ERR_EXISTS when the id or the key is taken. Update and delete: ERR_NOT_FOUND; an update
 * leaves object, key, type and date_added_ms as they were.
 */
MUST_CHECK enum err store_tx_custom_field_insert(struct store_tx *tx, struct str location_id,
                                                 const struct custom_field *field);
MUST_CHECK enum err store_tx_custom_field_update(struct store_tx *tx, struct str location_id,
                                                 const struct custom_field *field);
MUST_CHECK enum err store_tx_custom_field_delete(struct store_tx *tx, struct str location_id,
                                                 struct str id);

/*
 * Insert: ERR_EXISTS when the id is taken. Update (of the name) and delete: ERR_NOT_FOUND. What is
 * in a deleted folder stays, in none.
 */
MUST_CHECK enum err store_tx_custom_folder_insert(struct store_tx *tx, struct str location_id,
                                                  const struct custom_folder *folder);
MUST_CHECK enum err store_tx_custom_folder_update(struct store_tx *tx, struct str location_id,
                                                  const struct custom_folder *folder);
MUST_CHECK enum err store_tx_custom_folder_delete(struct store_tx *tx, struct str location_id,
                                                  const struct custom_folder *folder);

/* ERR_EXISTS. */
MUST_CHECK enum err store_tx_removed_field_insert(struct store_tx *tx, struct str location_id,
                                                  struct str id, int64_t removed_ms);

/* As store_removed_fields_next gave them: to another contact, or away. ERR_NOT_FOUND. */
MUST_CHECK enum err store_tx_removed_fields_advance(struct store_tx *tx,
                                                    const struct removed_fields *fields,
                                                    struct str swept);
MUST_CHECK enum err store_tx_removed_fields_finish(struct store_tx *tx,
                                                   const struct removed_fields *fields);
