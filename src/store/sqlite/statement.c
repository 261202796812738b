#include "store/sqlite/statement.h"

#include <assert.h>

#include "store/sqlite/failure.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/snapshot.h"

sqlite3_stmt *statement_take(struct sqlite_view *view, enum sqlite_statement which)
{
    sqlite3_stmt *statement = view->statements[which];
    assert(statement && !sqlite3_stmt_busy(statement));
    if (view->pool)
        snapshot_renew(view, reader_pool_keeps(view->pool));
    return statement;
}

void statement_give_back(sqlite3_stmt **statement)
{
    sqlite3_reset(*statement);
    sqlite3_clear_bindings(*statement);
}

void bind_text(sqlite3_stmt *statement, int parameter, struct str text)
{
    const char *bytes = text.len > 0 ? text.ptr : ""; /* a null pointer would bind NULL */
    int code =
        sqlite3_bind_text64(statement, parameter, bytes, text.len, SQLITE_STATIC, SQLITE_UTF8);
    assert(code == SQLITE_OK);
}

/* Every parameter is NULL until it is bound. */
void bind_text_or_null(sqlite3_stmt *statement, int parameter, struct str text)
{
    if (!str_is_empty(text))
        bind_text(statement, parameter, text);
}

void bind_blob(sqlite3_stmt *statement, int parameter, const void *bytes, size_t size)
{
    int code = sqlite3_bind_blob64(statement, parameter, bytes, size, SQLITE_STATIC);
    assert(code == SQLITE_OK);
}

void bind_int(sqlite3_stmt *statement, int parameter, int64_t number)
{
    int code = sqlite3_bind_int64(statement, parameter, number);
    assert(code == SQLITE_OK);
}

enum err statement_row(struct sqlite_view *view, sqlite3_stmt *statement)
{
    switch (sqlite3_step(statement)) {
    case SQLITE_ROW:
        return ERR_NONE;
    case SQLITE_DONE:
        return ERR_NOT_FOUND;
    default:
        return failure_report(view->connection, "read");
    }
}

/*
 * SQLite may roll a transaction back by itself when a statement fails (disk full, I/O error). What
 * is written after that would be a transaction of its own and kept without being asked for.
 */
static bool is_rolled_back(const struct sqlite_view *view)
{
    return sqlite3_get_autocommit(view->connection);
}

enum err statement_change(struct sqlite_view *view, sqlite3_stmt *statement)
{
    if (is_rolled_back(view))
        return ERR_STORE_FAILED;
    switch (sqlite3_step(statement)) {
    case SQLITE_DONE:
        return sqlite3_changes(view->connection) > 0 ? ERR_NONE : ERR_NOT_FOUND;
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_TRIGGER:
        return ERR_EXISTS;
    default:
        return failure_report(view->connection, "write");
    }
}

int statement_run(struct sqlite_view *view, enum sqlite_statement which)
{
    STATEMENT statement = statement_take(view, which);
    int code = sqlite3_step(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum err statement_changed_row(struct sqlite_view *view, sqlite3_stmt *statement)
{
    return is_rolled_back(view) ? ERR_STORE_FAILED : statement_row(view, statement);
}

/* Asked for as bytes, a text comes without being copied once more for a NUL behind it. */
struct str column_borrow(sqlite3_stmt *statement, int column)
{
    const char *bytes = sqlite3_column_blob(statement, column);
    size_t size = (size_t)sqlite3_column_bytes(statement, column);
    return (struct str){.ptr = bytes, .len = size};
}

struct str column_text(struct arena *arena, sqlite3_stmt *statement, int column)
{
    return arena_copy(arena, column_borrow(statement, column));
}

int64_t column_int(sqlite3_stmt *statement, int column)
{
    return sqlite3_column_int64(statement, column);
}
