/*
 * Reads and changes of rows go to the backend that made the view or the transaction.
 */
#include "store/backend.h"

/* ---- reading ----------------------------------------------------------------------------------
 */

void store_view_release(struct store_view *view)
{
    view->backend->view_release(view);
}

enum err store_contact_get(struct store_view *view, struct arena *arena, struct str location_id,
                           struct str id, struct contact_row *row)
{
    return view->backend->contact_get(view, arena, location_id, id, row);
}

enum err store_contact_document(struct store_view *view, struct arena *arena,
                                struct str location_id, struct str id,
                                struct contact_document *document)
{
    return view->backend->contact_document(view, arena, location_id, id, document);
}

enum err store_contact_exists(struct store_view *view, struct str location_id, struct str id)
{
    return view->backend->contact_exists(view, location_id, id);
}

enum err store_contact_match(struct store_view *view, struct arena *arena, struct str location_id,
                             enum match_field field, struct str value, struct str except_id,
                             struct contact_row *row)
{
    return view->backend->contact_match(view, arena, location_id, field, value, except_id, row);
}

enum err store_contact_page(struct store_view *view, struct arena *arena, struct str location_id,
                            struct str after_id, const struct contact_page_bounds *bounds,
                            struct contact_row **rows, size_t *count)
{
    return view->backend->contact_page(view, arena, location_id, after_id, bounds, rows, count);
}

enum err store_contact_count(struct store_view *view, struct str location_id, int64_t *count)
{
    return view->backend->contact_count(view, location_id, count);
}

enum err store_location_get(struct store_view *view, struct arena *arena, struct str id,
                            struct location *location)
{
    return view->backend->location_get(view, arena, id, location);
}

enum err store_location_list(struct store_view *view, struct arena *arena,
                             struct location **locations, size_t *count)
{
    return view->backend->location_list(view, arena, locations, count);
}

enum err store_location_exists(struct store_view *view, struct str id)
{
    return view->backend->location_exists(view, id);
}

enum err store_location_search(struct store_view *view, struct arena *arena,
                               const struct location_query *query, struct location **locations,
                               size_t *count)
{
    return view->backend->location_search(view, arena, query, locations, count);
}

enum err store_token_find(struct store_view *view, struct arena *arena, const struct hash *hash,
                          struct token_row *row)
{
    return view->backend->token_find(view, arena, hash, row);
}

enum err store_token_list(struct store_view *view, struct arena *arena, struct str location_id,
                          struct token_row **rows, size_t *count)
{
    return view->backend->token_list(view, arena, location_id, rows, count);
}

enum err store_item_get(struct store_view *view, struct arena *arena, const struct item_key *key,
                        struct item_row *row)
{
    return view->backend->item_get(view, arena, key, row);
}

enum err store_item_list(struct store_view *view, struct arena *arena, const struct item_key *key,
                         struct item_row **rows, size_t *count)
{
    return view->backend->item_list(view, arena, key, rows, count);
}

enum err store_task_search(struct store_view *view, struct arena *arena, struct str location_id,
                           const struct task_query *query, struct item_row **rows, size_t *count)
{
    return view->backend->task_search(view, arena, location_id, query, rows, count);
}

enum err store_item_total(struct store_view *view, const struct item_key *key,
                          struct item_total *total)
{
    return view->backend->item_total(view, key, total);
}

enum err store_record_get(struct store_view *view, struct arena *arena,
                          const struct record_key *key, struct record_row *row)
{
    return view->backend->record_get(view, arena, key, row);
}

enum err store_record_find(struct store_view *view, struct arena *arena,
                           const struct record_key *key, struct str name, struct record_row *row)
{
    return view->backend->record_find(view, arena, key, name, row);
}

enum err store_record_walk(struct store_view *view, const struct record_key *key,
                           struct record_page page, store_record_visit *visit, void *context)
{
    return view->backend->record_walk(view, key, page, visit, context);
}

enum err store_record_total(struct store_view *view, const struct record_key *key,
                            struct item_total *total)
{
    return view->backend->record_total(view, key, total);
}

enum err store_business_contacts(struct store_view *view, struct arena *arena,
                                 const struct record_key *business, size_t most, struct str **ids,
                                 size_t *count)
{
    return view->backend->business_contacts(view, arena, business, most, ids, count);
}

enum err store_business_gone_first(struct store_view *view, struct arena *arena,
                                   struct record_key *business)
{
    return view->backend->business_gone_first(view, arena, business);
}

/* ---- changing ---------------------------------------------------------------------------------
 */

struct store_view *store_tx_view(struct store_tx *tx)
{
    return tx->view;
}

enum err store_tx_contact_insert(struct store_tx *tx, const struct contact_row *row)
{
    return tx->backend->contact_insert(tx, row);
}

enum err store_tx_contact_update(struct store_tx *tx, const struct contact_row *row)
{
    return tx->backend->contact_update(tx, row);
}

enum err store_tx_contact_delete(struct store_tx *tx, struct str location_id, struct str id)
{
    return tx->backend->contact_delete(tx, location_id, id);
}

enum err store_tx_location_insert(struct store_tx *tx, const struct location *location)
{
    return tx->backend->location_insert(tx, location);
}

enum err store_tx_location_update(struct store_tx *tx, const struct location *location)
{
    return tx->backend->location_update(tx, location);
}

enum err store_tx_location_delete(struct store_tx *tx, struct str id)
{
    return tx->backend->location_delete(tx, id);
}

enum err store_tx_location_sweep(struct store_tx *tx, bool *swept)
{
    return tx->backend->location_sweep(tx, swept);
}

enum err store_tx_token_insert(struct store_tx *tx, const struct token_row *row)
{
    return tx->backend->token_insert(tx, row);
}

enum err store_tx_token_revoke(struct store_tx *tx, struct str id, int64_t now_ms)
{
    return tx->backend->token_revoke(tx, id, now_ms);
}

enum err store_tx_token_touch(struct store_tx *tx, struct str id, int64_t now_ms)
{
    return tx->backend->token_touch(tx, id, now_ms);
}

/* ---- idempotency ------------------------------------------------------------------------------
 */

enum err store_idempotency_get(struct store_view *view, struct arena *arena, struct str location_id,
                               struct str key, struct idempotency_row *row)
{
    return view->backend->idempotency_get(view, arena, location_id, key, row);
}

enum err store_tx_idempotency_put(struct store_tx *tx, const struct idempotency_row *row)
{
    return tx->backend->idempotency_put(tx, row);
}

enum err store_tx_idempotency_purge(struct store_tx *tx, int64_t before_ms, int64_t *removed)
{
    return tx->backend->idempotency_purge(tx, before_ms, removed);
}

enum err store_tx_item_insert(struct store_tx *tx, const struct item_row *row)
{
    return tx->backend->item_insert(tx, row);
}

enum err store_tx_item_update(struct store_tx *tx, const struct item_row *row)
{
    return tx->backend->item_update(tx, row);
}

enum err store_tx_item_delete(struct store_tx *tx, const struct item_key *key)
{
    return tx->backend->item_delete(tx, key);
}

enum err store_tx_item_delete_kind(struct store_tx *tx, const struct item_key *key)
{
    return tx->backend->item_delete_kind(tx, key);
}

enum err store_tx_record_insert(struct store_tx *tx, const struct record_row *row)
{
    return tx->backend->record_insert(tx, row);
}

enum err store_tx_record_update(struct store_tx *tx, const struct record_row *row)
{
    return tx->backend->record_update(tx, row);
}

enum err store_tx_record_delete(struct store_tx *tx, const struct record_key *key)
{
    return tx->backend->record_delete(tx, key);
}

enum err store_tx_contact_set_business(struct store_tx *tx, const struct contact_row *row,
                                       struct str business_id)
{
    return tx->backend->contact_set_business(tx, row, business_id);
}

enum err store_tx_business_gone_put(struct store_tx *tx, const struct record_key *business)
{
    return tx->backend->business_gone_put(tx, business);
}

enum err store_tx_business_gone_forget(struct store_tx *tx, const struct record_key *business)
{
    return tx->backend->business_gone_forget(tx, business);
}

/* ---- custom fields ----------------------------------------------------------------------------
 */

enum err store_custom_field_get(struct store_view *view, struct arena *arena,
                                struct str location_id, struct str id, struct custom_field *field)
{
    return view->backend->custom_field_get(view, arena, location_id, id, field);
}

enum err store_custom_field_by_key(struct store_view *view, struct arena *arena,
                                   struct str location_id, struct str key,
                                   struct custom_field *field)
{
    return view->backend->custom_field_by_key(view, arena, location_id, key, field);
}

enum err store_custom_field_list(struct store_view *view, struct arena *arena,
                                 struct str location_id, struct str object_key,
                                 struct custom_fields *fields)
{
    return view->backend->custom_field_list(view, arena, location_id, object_key, fields);
}

enum err store_custom_field_total(struct store_view *view, struct str location_id,
                                  struct str object_key, struct custom_field_total *total)
{
    return view->backend->custom_field_total(view, location_id, object_key, total);
}

enum err store_custom_folder_get(struct store_view *view, struct arena *arena,
                                 struct str location_id, struct str id,
                                 struct custom_folder *folder)
{
    return view->backend->custom_folder_get(view, arena, location_id, id, folder);
}

enum err store_custom_folder_list(struct store_view *view, struct arena *arena,
                                  struct str location_id, struct str object_key,
                                  struct custom_folder **folders, size_t *count)
{
    return view->backend->custom_folder_list(view, arena, location_id, object_key, folders, count);
}

enum err store_removed_field_list(struct store_view *view, struct arena *arena,
                                  struct str location_id, struct text_list *ids)
{
    return view->backend->removed_field_list(view, arena, location_id, ids);
}

enum err store_removed_fields_next(struct store_view *view, struct arena *arena, int64_t before_ms,
                                   struct removed_fields *fields)
{
    return view->backend->removed_fields_next(view, arena, before_ms, fields);
}

enum err store_tx_custom_field_insert(struct store_tx *tx, struct str location_id,
                                      const struct custom_field *field)
{
    return tx->backend->custom_field_insert(tx, location_id, field);
}

enum err store_tx_custom_field_update(struct store_tx *tx, struct str location_id,
                                      const struct custom_field *field)
{
    return tx->backend->custom_field_update(tx, location_id, field);
}

enum err store_tx_custom_field_delete(struct store_tx *tx, struct str location_id, struct str id)
{
    return tx->backend->custom_field_delete(tx, location_id, id);
}

enum err store_tx_custom_folder_insert(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    return tx->backend->custom_folder_insert(tx, location_id, folder);
}

enum err store_tx_custom_folder_update(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    return tx->backend->custom_folder_update(tx, location_id, folder);
}

enum err store_tx_custom_folder_delete(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    return tx->backend->custom_folder_delete(tx, location_id, folder);
}

enum err store_tx_removed_field_insert(struct store_tx *tx, struct str location_id, struct str id,
                                       int64_t removed_ms)
{
    return tx->backend->removed_field_insert(tx, location_id, id, removed_ms);
}

enum err store_tx_removed_fields_advance(struct store_tx *tx, const struct removed_fields *fields,
                                         struct str swept)
{
    return tx->backend->removed_fields_advance(tx, fields, swept);
}

enum err store_tx_removed_fields_finish(struct store_tx *tx, const struct removed_fields *fields)
{
    return tx->backend->removed_fields_finish(tx, fields);
}
