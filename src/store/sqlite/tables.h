/*
 * The rows of each table, as store.h describes them; one file a table. Reading takes any view,
 * changing the one of the open transaction.
 */
#pragma once

#include "store/backend.h"
#include "store/sqlite/connection.h"

/* Every view and transaction that reaches these was made by this backend. */
static inline struct sqlite_view *sqlite_view(struct store_view *view)
{
    return (struct sqlite_view *)view;
}

enum err contact_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                         struct str id, struct contact_row *row);
enum err contact_row_document(struct store_view *view, struct arena *arena, struct str location_id,
                              struct str id, struct contact_document *document);
enum err contact_row_exists(struct store_view *view, struct str location_id, struct str id);
enum err contact_row_match(struct store_view *view, struct arena *arena, struct str location_id,
                           enum match_field field, struct str value, struct str except_id,
                           struct contact_row *row);
enum err contact_row_page(struct store_view *view, struct arena *arena, struct str location_id,
                          struct str after_id, const struct contact_page_bounds *bounds,
                          struct contact_row **rows, size_t *count);

/* ERR_CONTACT_DUPLICATE where a change of a contact found its email or phone taken; else the error.
 */
enum err duplicate_or(struct sqlite_view *view, enum err err);

/* Those of row->addresses that are added, or the others. */
enum err address_rows_change(struct store_tx *tx, const struct contact_row *row, bool adds);
enum err address_row_delete_all(struct store_tx *tx, struct str location_id, struct str contact_id);

enum err contact_row_count(struct store_view *view, struct str location_id, int64_t *count);
enum err contact_row_insert(struct store_tx *tx, const struct contact_row *row);
enum err contact_row_update(struct store_tx *tx, const struct contact_row *row);
enum err contact_row_delete(struct store_tx *tx, struct str location_id, struct str id);

enum err item_row_get(struct store_view *view, struct arena *arena, const struct item_key *key,
                      struct item_row *row);
enum err item_row_list(struct store_view *view, struct arena *arena, const struct item_key *key,
                       struct item_row **rows, size_t *count);
enum err task_row_search(struct store_view *view, struct arena *arena, struct str location_id,
                         const struct task_query *query, struct item_row **rows, size_t *count);
enum err item_row_total(struct store_view *view, const struct item_key *key,
                        struct item_total *total);
enum err item_total_read(struct sqlite_view *view, sqlite3_stmt *statement,
                         struct item_total *total);
enum err item_row_insert(struct store_tx *tx, const struct item_row *row);
enum err item_row_update(struct store_tx *tx, const struct item_row *row);
enum err item_row_delete(struct store_tx *tx, const struct item_key *key);
enum err item_row_delete_kind(struct store_tx *tx, const struct item_key *key);
enum err item_row_delete_all(struct store_tx *tx, struct str location_id, struct str contact_id);

enum err record_row_get(struct store_view *view, struct arena *arena, const struct record_key *key,
                        struct record_row *row);
enum err record_row_find(struct store_view *view, struct arena *arena, const struct record_key *key,
                         struct str name, struct record_row *row);
enum err record_row_walk(struct store_view *view, const struct record_key *key,
                         struct record_page page, store_record_visit *visit, void *context);
enum err record_row_total(struct store_view *view, const struct record_key *key,
                          struct item_total *total);
enum err record_row_insert(struct store_tx *tx, const struct record_row *row);
enum err record_row_update(struct store_tx *tx, const struct record_row *row);
enum err record_row_delete(struct store_tx *tx, const struct record_key *key);

enum err business_row_contacts(struct store_view *view, struct arena *arena,
                               const struct record_key *business, size_t most, struct str **ids,
                               size_t *count);
enum err business_row_gone_first(struct store_view *view, struct arena *arena,
                                 struct record_key *business);
enum err business_row_set(struct store_tx *tx, const struct contact_row *row,
                          struct str business_id);
enum err business_row_gone_put(struct store_tx *tx, const struct record_key *business);
enum err business_row_gone_forget(struct store_tx *tx, const struct record_key *business);

enum err location_row_get(struct store_view *view, struct arena *arena, struct str id,
                          struct location *location);
enum err location_row_list(struct store_view *view, struct arena *arena,
                           struct location **locations, size_t *count);
enum err location_row_exists(struct store_view *view, struct str id);
enum err location_row_search(struct store_view *view, struct arena *arena,
                             const struct location_query *query, struct location **locations,
                             size_t *count);
enum err location_row_insert(struct store_tx *tx, const struct location *location);
enum err location_row_update(struct store_tx *tx, const struct location *location);
enum err location_row_delete(struct store_tx *tx, struct str id);
enum err location_row_sweep(struct store_tx *tx, bool *swept);

enum err custom_field_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                              struct str id, struct custom_field *field);
enum err custom_field_row_by_key(struct store_view *view, struct arena *arena,
                                 struct str location_id, struct str key,
                                 struct custom_field *field);
enum err custom_field_row_list(struct store_view *view, struct arena *arena, struct str location_id,
                               struct str object_key, struct custom_fields *fields);
enum err custom_field_row_total(struct store_view *view, struct str location_id,
                                struct str object_key, struct custom_field_total *total);
enum err custom_field_row_insert(struct store_tx *tx, struct str location_id,
                                 const struct custom_field *field);
enum err custom_field_row_update(struct store_tx *tx, struct str location_id,
                                 const struct custom_field *field);
enum err custom_field_row_delete(struct store_tx *tx, struct str location_id, struct str id);

enum err custom_folder_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                               struct str id, struct custom_folder *folder);
enum err custom_folder_row_list(struct store_view *view, struct arena *arena,
                                struct str location_id, struct str object_key,
                                struct custom_folder **folders, size_t *count);
enum err custom_folder_row_insert(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder);
enum err custom_folder_row_update(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder);
enum err custom_folder_row_delete(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder);

enum err removed_field_row_list(struct store_view *view, struct arena *arena,
                                struct str location_id, struct text_list *ids);
enum err removed_field_rows_next(struct store_view *view, struct arena *arena, int64_t before_ms,
                                 struct removed_fields *fields);
enum err removed_field_row_insert(struct store_tx *tx, struct str location_id, struct str id,
                                  int64_t removed_ms);
enum err removed_field_rows_advance(struct store_tx *tx, const struct removed_fields *fields,
                                    struct str swept);
enum err removed_field_rows_finish(struct store_tx *tx, const struct removed_fields *fields);

enum err token_row_find(struct store_view *view, struct arena *arena, const struct hash *hash,
                        struct token_row *row);
enum err token_row_list(struct store_view *view, struct arena *arena, struct str location_id,
                        struct token_row **rows, size_t *count);
enum err token_row_insert(struct store_tx *tx, const struct token_row *row);
enum err token_row_revoke(struct store_tx *tx, struct str id, int64_t now_ms);
enum err token_row_touch(struct store_tx *tx, struct str id, int64_t now_ms);

enum err idempotency_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                             struct str key, struct idempotency_row *row);
enum err idempotency_row_put(struct store_tx *tx, const struct idempotency_row *row);
enum err idempotency_row_purge(struct store_tx *tx, int64_t before_ms, int64_t *removed);
