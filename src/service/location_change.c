#include "base/clock.h"
#include "base/rand.h"
#include "service/location.h"

/* ---- changing ---------------------------------------------------------------------------------
 */

enum err location_change_read(struct location_change *change, const struct json *object)
{
    enum location_body body =
        change->kind == LOCATION_CREATE ? LOCATION_BODY_CREATE : LOCATION_BODY_UPDATE;
    faults_init(&change->faults, change->arena);
    location_body_read(body, object, change->arena, &change->patch, &change->faults);
    return change->faults.count > 0 ? ERR_BODY_INVALID : ERR_NONE;
}

static enum err unknown(enum err err)
{
    return err == ERR_NOT_FOUND ? ERR_LOCATION_UNKNOWN : err;
}

static enum err apply_create(struct location_change *change, struct store_tx *tx)
{
    struct location *location = &change->location;
    *location = (struct location){
        .id = rand_id_str(change->arena),
        .country = STR(LOCATION_COUNTRY),
        .date_added_ms = clock_wall_ms(),
    };
    if (!duplicate_rule_parse(STR(LOCATION_MATCH), &location->duplicates))
        return ERR_INTERNAL;
    enum err err = location_body_apply(&change->patch, change->arena, location);
    return err ? err : store_tx_location_insert(tx, location);
}

/* Naming the company is how a client says whose location it means; it is not moved by that. */
static bool is_of_company(const struct location *location, struct str company_id)
{
    return str_is_empty(location->company_id) || str_eq(location->company_id, company_id);
}

static enum err apply_update(struct location_change *change, struct store_tx *tx)
{
    struct location *location = &change->location;
    enum err err =
        store_location_get(store_tx_view(tx), change->arena, change->location_id, location);
    if (err)
        return unknown(err);
    if (!is_of_company(location, change->patch.company_id.value))
        return ERR_LOCATION_FORBIDDEN;
    err = location_body_apply(&change->patch, change->arena, location);
    return err ? err : store_tx_location_update(tx, location);
}

enum err location_change_apply(struct store_op *op, struct store_tx *tx)
{
    struct location_change *change = (struct location_change *)op;
    switch (change->kind) {
    case LOCATION_CREATE:
        return apply_create(change, tx);
    case LOCATION_UPDATE:
        return apply_update(change, tx);
    case LOCATION_DELETE:
        break;
    }
    return unknown(store_tx_location_delete(tx, change->location_id));
}

/* ---- reading ----------------------------------------------------------------------------------
 */

enum err location_get(struct store *store, struct arena *arena, struct str location_id,
                      struct location *location)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_location_get(view, arena, location_id, location);
    store_view_release(view);
    return unknown(err);
}

static bool fits(const struct location *location, const struct location_query *query)
{
    return (str_is_empty(query->company_id) || str_eq(location->company_id, query->company_id)) &&
           (str_is_empty(query->email) || str_eq(location->email, query->email)) &&
           query->skip == 0;
}

static enum err search_own(struct store_view *view, struct arena *arena, struct str own_id,
                           const struct location_query *query, struct location **locations,
                           size_t *count)
{
    struct location *own = ARENA_NEW(arena, struct location);
    enum err err = store_location_get(view, arena, own_id, own);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *locations = own;
    *count = !err && fits(own, query) ? 1 : 0;
    return ERR_NONE;
}

enum err location_search(struct store *store, struct arena *arena, struct str own_id,
                         const struct location_query *query, struct location **locations,
                         size_t *count)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = str_is_empty(own_id) ? store_location_search(view, arena, query, locations, count)
                               : search_own(view, arena, own_id, query, locations, count);
    store_view_release(view);
    return err;
}
