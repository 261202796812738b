#include <string.h>

#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

enum err idempotency_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                             struct str key, struct idempotency_row *row)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_IDEMPOTENCY_GET);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, key);
    enum err err = statement_row(sqlite_view(view), statement);
    if (err)
        return err;
    *row = (struct idempotency_row){
        .location_id = location_id,
        .key = key,
        .path = column_text(arena, statement, 0),
        .created_ms = column_int(statement, 2),
        .status = (int)column_int(statement, 3),
        .headers = column_text(arena, statement, 4),
        .body = column_text(arena, statement, 5),
    };
    struct str fingerprint = column_text(arena, statement, 1);
    if (fingerprint.len == HASH_LEN) /* any other is no body's */
        memcpy(row->fingerprint.bytes, fingerprint.ptr, HASH_LEN);
    return ERR_NONE;
}

enum err idempotency_row_put(struct store_tx *tx, const struct idempotency_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_IDEMPOTENCY_PUT);
    bind_text(statement, 1, row->location_id);
    bind_text(statement, 2, row->key);
    bind_text(statement, 3, row->path);
    bind_blob(statement, 4, row->fingerprint.bytes, HASH_LEN);
    bind_int(statement, 5, row->created_ms);
    bind_int(statement, 6, row->status);
    bind_text(statement, 7, row->headers);
    bind_text(statement, 8, row->body);
    return statement_change(view, statement);
}

enum err idempotency_row_purge(struct store_tx *tx, int64_t before_ms, int64_t *removed)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_IDEMPOTENCY_PURGE);
    bind_int(statement, 1, before_ms);
    bind_int(statement, 2, IDEMPOTENCY_PURGE_MAX);
    enum err err = statement_change(view, statement);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *removed = err ? 0 : sqlite3_changes64(view->connection);
    return ERR_NONE;
}
