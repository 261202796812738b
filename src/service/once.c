#include "service/once.h"

#include "base/clock.h"

static bool is_over(const struct idempotency_row *row)
{
    return row->created_ms + IDEMPOTENCY_KEPT_MS <= clock_wall_ms();
}

enum err once_look(struct once *once, struct store_view *view)
{
    once->answered = false;
    enum err err =
        store_idempotency_get(view, once->arena, once->location_id, once->key, &once->first);
    if (err == ERR_NOT_FOUND || (!err && is_over(&once->first)))
        return ERR_NONE;
    if (err)
        return err;
    if (!hash_eq(&once->first.fingerprint, &once->fingerprint) ||
        !str_eq(once->first.path, once->path))
        return ERR_IDEMPOTENCY_REUSED;
    if (once->first.status == 0)
        return ERR_IDEMPOTENCY_UNKEPT;
    once->answered = true;
    return ERR_NONE;
}

static enum err put(const struct once *once, struct store_tx *tx, int status, struct str headers,
                    struct str body)
{
    struct idempotency_row row = {
        .location_id = once->location_id,
        .key = once->key,
        .path = once->path,
        .fingerprint = once->fingerprint,
        .created_ms = clock_wall_ms(),
        .status = status,
        .headers = headers,
        .body = body,
    };
    return store_tx_idempotency_put(tx, &row);
}

enum err once_keep(const struct once *once, struct store_tx *tx, int status, struct str headers,
                   struct str body)
{
    if (headers.len + body.len > IDEMPOTENCY_ANSWER_MAX)
        return once_keep_key(once, tx);
    return put(once, tx, status, headers, body);
}

enum err once_keep_key(const struct once *once, struct store_tx *tx)
{
    return put(once, tx, 0, STR(""), STR(""));
}
