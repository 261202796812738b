#include <string.h>

#include "store/tables/sql.h"
#include "store/tables/tables.h"

enum err store_idempotency_get(struct store_view *view, struct arena *arena, struct str location_id,
                               struct str key, struct idempotency_row *row)
{
    SQL_STATEMENT statement = sql_take(view, SQL_IDEMPOTENCY_GET);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, key);
    enum err err = sql_row(statement);
    if (err)
        return err;
    *row = (struct idempotency_row){
        .location_id = location_id,
        .key = key,
        .path = sql_text(arena, statement, 0),
        .created_ms = sql_int(statement, 2),
        .status = (int)sql_int(statement, 3),
        .headers = sql_text(arena, statement, 4),
        .body = sql_text(arena, statement, 5),
    };
    struct str fingerprint = sql_text(arena, statement, 1);
    if (fingerprint.len == HASH_LEN) /* any other is no body's */
        memcpy(row->fingerprint.bytes, fingerprint.ptr, HASH_LEN);
    return ERR_NONE;
}

enum err store_tx_idempotency_put(struct store_tx *tx, const struct idempotency_row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_IDEMPOTENCY_PUT);
    sql_bind_text(statement, 1, row->location_id);
    sql_bind_text(statement, 2, row->key);
    sql_bind_text(statement, 3, row->path);
    sql_bind_blob(statement, 4, row->fingerprint.bytes, HASH_LEN);
    sql_bind_int(statement, 5, row->created_ms);
    sql_bind_int(statement, 6, row->status);
    sql_bind_text(statement, 7, row->headers);
    sql_bind_text(statement, 8, row->body);
    sql_bind_int(statement, 9, row->created_ms - IDEMPOTENCY_KEPT_MS);
    enum err err = sql_change(statement);
    return err == ERR_NOT_FOUND ? ERR_STORE_RACE : err;
}

enum err store_tx_idempotency_purge(struct store_tx *tx, int64_t before_ms, int64_t *removed)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_IDEMPOTENCY_PURGE);
    sql_bind_int(statement, 1, before_ms);
    sql_bind_int(statement, 2, IDEMPOTENCY_PURGE_MAX);
    enum err err = sql_change(statement);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *removed = err ? 0 : sql_changes(statement);
    return ERR_NONE;
}
