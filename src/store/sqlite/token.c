#include <string.h>

#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static void read_row(struct arena *arena, sqlite3_stmt *statement, struct token_row *row)
{
    *row = (struct token_row){
        .id = column_text(arena, statement, 1),
        .location_id = column_text(arena, statement, 2),
        .name = column_text(arena, statement, 3),
        .scopes = column_text(arena, statement, 4),
        .created_ms = column_int(statement, 6),
        .expires_ms = column_int(statement, 7),
        .revoked_ms = column_int(statement, 8),
        .last_used_ms = column_int(statement, 9),
    };
    struct str hash = column_text(arena, statement, 5);
    if (hash.len == HASH_LEN) /* any other is no token's */
        memcpy(row->hash.bytes, hash.ptr, HASH_LEN);
}

enum err token_row_find(struct store_view *view, struct arena *arena, const struct hash *hash,
                        struct token_row *row)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_TOKEN_FIND);
    bind_blob(statement, 1, hash->bytes, HASH_LEN);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        read_row(arena, statement, row);
    return err;
}

enum err token_row_list(struct store_view *view, struct arena *arena, struct str location_id,
                        struct token_row **rows, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_TOKEN_LIST);
    bind_text(statement, 1, location_id);
    struct token_row *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct token_row, (size_t)column_int(statement, 0));
        read_row(arena, statement, &list[filled++]);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}

enum err token_row_insert(struct store_tx *tx, const struct token_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_TOKEN_INSERT);
    bind_text(statement, 1, row->id);
    bind_text(statement, 2, row->location_id);
    bind_text(statement, 3, row->name);
    bind_text(statement, 4, row->scopes);
    bind_blob(statement, 5, row->hash.bytes, HASH_LEN);
    bind_int(statement, 6, row->created_ms);
    bind_int(statement, 7, row->expires_ms);
    bind_int(statement, 8, row->revoked_ms);
    bind_int(statement, 9, row->last_used_ms);
    return statement_change(view, statement);
}

static enum err stamp(struct store_tx *tx, enum sqlite_statement which, struct str id,
                      int64_t now_ms)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, which);
    bind_text(statement, 1, id);
    bind_int(statement, 2, now_ms);
    return statement_change(view, statement);
}

enum err token_row_revoke(struct store_tx *tx, struct str id, int64_t now_ms)
{
    return stamp(tx, SQL_TOKEN_REVOKE, id, now_ms);
}

enum err token_row_touch(struct store_tx *tx, struct str id, int64_t now_ms)
{
    return stamp(tx, SQL_TOKEN_TOUCH, id, now_ms);
}
