#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static void bind_kind(sqlite3_stmt *statement, const struct record_key *key)
{
    bind_text(statement, 1, key->location_id);
    bind_text(statement, 2, record_type(key->kind)->name);
}

static void bind_key(sqlite3_stmt *statement, const struct record_key *key)
{
    bind_kind(statement, key);
    bind_text(statement, 3, key->id);
}

/* What insert and update have, under the same numbers. Who owns a name is told in the schema. */
static void bind_row(sqlite3_stmt *statement, const struct record_row *row)
{
    bool unique = !str_is_empty(record_type(row->key.kind)->named_by);
    bind_key(statement, &row->key);
    bind_text(statement, 4, row->name);
    bind_text(statement, 5, unique ? STR("") : row->key.id);
    bind_int(statement, 6, (int64_t)row->document.len);
    bind_text(statement, 7, row->document);
}

/* Reads the row that a statement for one finds. */
static enum err read_one(struct store_view *view, sqlite3_stmt *statement, struct arena *arena,
                         const struct record_key *key, struct record_row *row)
{
    enum err err = statement_row(sqlite_view(view), statement);
    if (err)
        return err;
    *row = (struct record_row){
        .key = {key->location_id, key->kind, column_text(arena, statement, 0)},
        .date_added_ms = column_int(statement, 1),
        .document = column_text(arena, statement, 2),
    };
    return ERR_NONE;
}

enum err record_row_get(struct store_view *view, struct arena *arena, const struct record_key *key,
                        struct record_row *row)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_RECORD_GET);
    bind_key(statement, key);
    return read_one(view, statement, arena, key, row);
}

enum err record_row_find(struct store_view *view, struct arena *arena, const struct record_key *key,
                         struct str name, struct record_row *row)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_RECORD_FIND);
    bind_kind(statement, key);
    bind_text(statement, 3, name);
    return read_one(view, statement, arena, key, row);
}

enum err record_row_walk(struct store_view *view, const struct record_key *key,
                         struct record_page page, store_record_visit *visit, void *context)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_RECORD_LIST);
    bind_kind(statement, key);
    bind_int(statement, 3, page.skip);
    bind_int(statement, 4, page.most);
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        const struct record_row row = {
            .key = {key->location_id, key->kind, column_borrow(statement, 0)},
            .date_added_ms = column_int(statement, 1),
            .document = column_borrow(statement, 2),
        };
        visit(context, &row);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err record_row_total(struct store_view *view, const struct record_key *key,
                          struct item_total *total)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_ITEM_TOTAL);
    bind_text(statement, 1, key->location_id);
    bind_text(statement, 2, STR(""));
    bind_text(statement, 3, record_type(key->kind)->name);
    return item_total_read(sqlite_view(view), statement, total);
}

enum err record_row_insert(struct store_tx *tx, const struct record_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_RECORD_INSERT);
    bind_row(statement, row);
    bind_int(statement, 8, row->date_added_ms);
    return statement_change(view, statement);
}

enum err record_row_update(struct store_tx *tx, const struct record_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_RECORD_UPDATE);
    bind_row(statement, row);
    return statement_change(view, statement);
}

enum err record_row_delete(struct store_tx *tx, const struct record_key *key)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_RECORD_DELETE);
    bind_key(statement, key);
    return statement_change(view, statement);
}
