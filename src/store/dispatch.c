/*
 * Contacts are each backend's own; of all other tables there is one file (tables/).
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
