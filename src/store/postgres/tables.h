/*
 * The rows of contacts, as store.h describes them: the one table whose statements are PostgreSQL's
 * own. Reading takes any view, changing the one of the open transaction.
 */
#pragma once

#include "store/postgres/database.h"

enum err pg_contact_get(struct store_view *view, struct arena *arena, struct str location_id,
                        struct str id, struct contact_row *row);
enum err pg_contact_document(struct store_view *view, struct arena *arena, struct str location_id,
                             struct str id, struct contact_document *document);
enum err pg_contact_exists(struct store_view *view, struct str location_id, struct str id);
enum err pg_contact_match(struct store_view *view, struct arena *arena, struct str location_id,
                          enum match_field field, struct str value, struct str except_id,
                          struct contact_row *row);
enum err pg_contact_page(struct store_view *view, struct arena *arena, struct str location_id,
                         struct str after_id, const struct contact_page_bounds *bounds,
                         struct contact_row **rows, size_t *count);
enum err pg_contact_count(struct store_view *view, struct str location_id, int64_t *count);

enum err pg_contact_insert(struct store_tx *base, const struct contact_row *row);
enum err pg_contact_update(struct store_tx *base, const struct contact_row *row);
enum err pg_contact_delete(struct store_tx *base, struct str location_id, struct str id);

/* store_distribute (store.h). */
enum err pg_distribute(struct str url, store_distribute_tell *tell, void *context,
                       struct err_text *explanation);

/* What is searched of a new location is complete: there is nothing. */
void pg_location_added(struct store_tx *base, struct str id);

/* The contact was changed by a statement of the tables. */
void pg_contact_changed(struct store_tx *base, struct str location_id, struct str id);

/*
 * Reads and locks the contacts that the operations are about, with all that was sent before. What
 * is read of them later in the transaction is read here.
 */
MUST_CHECK enum err pg_contacts_load(struct pg_tx *tx, struct store_batch batch);

/* Sends those that were changed and not sent yet. */
void pg_contacts_save(struct pg_tx *tx);
