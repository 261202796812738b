#include <string.h>

#include "store/tables/sql.h"
#include "store/tables/tables.h"

static void read_row(struct arena *arena, struct sql_statement *statement, struct token_row *row)
{
    *row = (struct token_row){
        .id = sql_text(arena, statement, 1),
        .location_id = sql_text(arena, statement, 2),
        .name = sql_text(arena, statement, 3),
        .scopes = sql_text(arena, statement, 4),
        .created_ms = sql_int(statement, 6),
        .expires_ms = sql_int(statement, 7),
        .revoked_ms = sql_int(statement, 8),
        .last_used_ms = sql_int(statement, 9),
    };
    struct str hash = sql_text(arena, statement, 5);
    if (hash.len == HASH_LEN) /* any other is no token's */
        memcpy(row->hash.bytes, hash.ptr, HASH_LEN);
}

enum err store_token_find(struct store_view *view, struct arena *arena, const struct hash *hash,
                          struct token_row *row)
{
    SQL_STATEMENT statement = sql_take(view, SQL_TOKEN_FIND);
    sql_bind_blob(statement, 1, hash->bytes, HASH_LEN);
    enum err err = sql_row(statement);
    if (!err)
        read_row(arena, statement, row);
    return err;
}

enum err store_token_list(struct store_view *view, struct arena *arena, struct str location_id,
                          struct token_row **rows, size_t *count)
{
    SQL_STATEMENT statement = sql_take(view, SQL_TOKEN_LIST);
    sql_bind_text(statement, 1, location_id);
    struct token_row *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct token_row, (size_t)sql_int(statement, 0));
        read_row(arena, statement, &list[filled++]);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}

enum err store_tx_token_insert(struct store_tx *tx, const struct token_row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_TOKEN_INSERT);
    sql_bind_text(statement, 1, row->id);
    sql_bind_text(statement, 2, row->location_id);
    sql_bind_text(statement, 3, row->name);
    sql_bind_text(statement, 4, row->scopes);
    sql_bind_blob(statement, 5, row->hash.bytes, HASH_LEN);
    sql_bind_int(statement, 6, row->created_ms);
    sql_bind_int(statement, 7, row->expires_ms);
    sql_bind_int(statement, 8, row->revoked_ms);
    sql_bind_int(statement, 9, row->last_used_ms);
    return sql_change(statement);
}

static enum err stamp(struct store_tx *tx, enum sql which, struct str id, int64_t now_ms)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    sql_bind_text(statement, 1, id);
    sql_bind_int(statement, 2, now_ms);
    return sql_change(statement);
}

enum err store_tx_token_revoke(struct store_tx *tx, struct str id, int64_t now_ms)
{
    enum err err = stamp(tx, SQL_TOKEN_REVOKE, id, now_ms);
    if (!err)
        token_revoked(tx);
    return err;
}

enum err store_tx_token_touch(struct store_tx *tx, struct str id, int64_t now_ms)
{
    return stamp(tx, SQL_TOKEN_TOUCH, id, now_ms);
}
