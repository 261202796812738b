/*
 * The rows of contacts, as store.h describes them: the one table whose statements are SQLite's own.
 * Reading takes any view, changing the one of the open transaction.
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

/* What all other tables are reached by (store/tables/sql.h). */
extern const struct sql_calls sqlite_sql_calls;
