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

struct create_custom_field {
    struct store_op op;
    struct arena *arena;
    struct str location_id;
    const struct custom_field *field;
};

static enum err apply_custom_field(struct store_op *op, struct store_tx *tx)
{
    struct create_custom_field *create = (struct create_custom_field *)op;
    struct store_view *view = store_tx_view(tx);
    struct location location;
    enum err err = store_location_get(view, create->arena, create->location_id, &location);
    if (err)
        return err;
    struct custom_fields fields;
    err = store_custom_field_list(view, create->arena, create->location_id, &fields);
    if (err)
        return err;
    if (fields.count >= CUSTOM_FIELDS_OF_LOCATION_MAX)
        return ERR_OVERLOADED;
    if (custom_fields_by_key(&fields, create->field->key))
        return ERR_EXISTS;
    return store_tx_custom_field_insert(tx, create->location_id, create->field);
}

enum err custom_field_create(struct store *store, struct arena *arena, struct str location_id,
                             struct custom_field *field)
{
    field->id = rand_id_str(arena);
    struct create_custom_field create = {
        .op.apply = apply_custom_field,
        .arena = arena,
        .location_id = location_id,
        .field = field,
    };
    return store_run(store, &create.op);
}
