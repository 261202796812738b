#include "service/location.h"

#include "base/clock.h"
#include "base/rand.h"

struct create_location {
    struct store_op op;
    const struct location *location;
};

static enum err apply_location(struct store_op *op, struct store_tx *tx)
{
    struct create_location *create = (struct create_location *)op;
    return store_tx_location_insert(tx, create->location);
}

enum err location_create(struct store *store, struct arena *arena, struct location *location)
{
    location->id = rand_id_str(arena);
    location->date_added_ms = clock_wall_ms();
    struct create_location create = {.op.apply = apply_location, .location = location};
    return store_run(store, &create.op);
}

static enum err gone(enum err err)
{
    return err == ERR_NOT_FOUND ? ERR_LOCATION_FORBIDDEN : err;
}

enum err location_check(struct store_view *view, struct str location_id)
{
    return gone(store_location_exists(view, location_id));
}

enum err location_turn(struct store_tx *tx, struct str location_id)
{
    return gone(store_tx_location_turn(tx, location_id));
}
