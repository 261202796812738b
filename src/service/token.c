#include "service/token.h"

#include <string.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/rand.h"

struct create_token {
    struct store_op op;
    struct arena *arena;
    struct token_row *row;
};

static enum err apply_create(struct store_op *op, struct store_tx *tx)
{
    struct create_token *create = (struct create_token *)op;
    struct str location_id = create->row->location_id;
    struct location location;
    enum err err = ERR_NONE;
    if (!str_is_empty(location_id))
        err = store_location_get(store_tx_view(tx), create->arena, location_id, &location);
    return err ? err : store_tx_token_insert(tx, create->row);
}

static struct str make_text(struct arena *arena)
{
    char *text = arena_alloc(arena, TOKEN_LEN);
    memcpy(text, "pit-", 4);
    rand_uuid(text + 4);
    return (struct str){text, TOKEN_LEN};
}

enum err token_create(struct store *store, struct arena *arena, const struct token_wish *wish,
                      struct str *text, struct token_row *row)
{
    struct str made = make_text(arena);
    struct token_row fresh = {
        .id = rand_id_str(arena),
        .location_id = wish->location_id,
        .name = str_slice(wish->name, 0, TOKEN_NAME_MAX),
        .scopes = scope_set_text(arena, wish->scopes),
        .hash = hash_sha256(made),
        .created_ms = clock_wall_ms(),
        .expires_ms = wish->expires_ms,
    };
    struct create_token create = {.op.apply = apply_create, .arena = arena, .row = &fresh};
    enum err err = store_run(store, &create.op);
    if (err)
        return err;
    *text = made;
    *row = fresh;
    return ERR_NONE;
}

struct revoke_token {
    struct store_op op;
    struct str id;
};

static enum err apply_revoke(struct store_op *op, struct store_tx *tx)
{
    struct revoke_token *revoke = (struct revoke_token *)op;
    return store_tx_token_revoke(tx, revoke->id, clock_wall_ms());
}

enum err token_revoke(struct store *store, struct str id)
{
    struct revoke_token revoke = {.op.apply = apply_revoke, .id = id};
    return store_run(store, &revoke.op);
}
