#include "store/sqlite/database.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static void bind_key(sqlite3_stmt *statement, const struct item_key *key)
{
    bind_text(statement, 1, key->location_id);
    bind_text(statement, 2, key->contact_id);
    bind_text(statement, 3, item_kind_name(key->kind));
    bind_text(statement, 4, key->id);
}

static void bind_contact(sqlite3_stmt *statement, const struct item_key *key)
{
    bind_text(statement, 1, key->location_id);
    bind_text(statement, 2, key->contact_id);
    bind_text(statement, 3, item_kind_name(key->kind));
}

static void bind_index(sqlite3_stmt *statement, int parameter, const struct item_index *index)
{
    bind_text(statement, parameter, index->title);
    bind_text(statement, parameter + 1, index->assigned_to);
    bind_int(statement, parameter + 2, index->completed);
}

static void read_row(struct arena *arena, sqlite3_stmt *statement, const struct item_key *key,
                     struct item_row *row)
{
    *row = (struct item_row){
        .key = {key->location_id, key->contact_id, key->kind, column_text(arena, statement, 0)},
        .date_added_ms = column_int(statement, 1),
        .document = column_text(arena, statement, 2),
    };
}

enum err item_row_get(struct store_view *view, struct arena *arena, const struct item_key *key,
                      struct item_row *row)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_ITEM_GET);
    bind_key(statement, key);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        read_row(arena, statement, key, row);
    return err;
}

/* What was never counted is none. */
enum err item_total_read(struct sqlite_view *view, sqlite3_stmt *statement,
                         struct item_total *total)
{
    enum err err = statement_row(view, statement);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *total = (struct item_total){0, 0};
    if (!err)
        *total = (struct item_total){column_int(statement, 0), column_int(statement, 1)};
    return ERR_NONE;
}

enum err item_row_total(struct store_view *view, const struct item_key *key,
                        struct item_total *total)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_ITEM_TOTAL);
    bind_contact(statement, key);
    return item_total_read(sqlite_view(view), statement, total);
}

/* The array grows twofold: another process may add one between two statements. */
static void make_room(struct arena *arena, struct item_row **rows, size_t filled)
{
    enum { FIRST = 16 };
    bool full = filled == 0 || (filled >= FIRST && (filled & (filled - 1)) == 0);
    size_t room = filled == 0 ? FIRST : filled * 2;
    if (full)
        *rows = arena_grow(arena, *rows, filled * sizeof **rows, room * sizeof **rows);
}

enum err item_row_list(struct store_view *view, struct arena *arena, const struct item_key *key,
                       struct item_row **rows, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_ITEM_LIST);
    bind_contact(statement, key);
    struct item_row *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        make_room(arena, &list, filled);
        read_row(arena, statement, key, &list[filled++]);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}

/* Of what hangs on a contact, only its workflows are searched. */
static void mark(struct store_tx *tx, const struct item_key *key)
{
    if (key->kind == ITEM_WORKFLOW)
        mark_contact(tx, key->location_id, key->contact_id);
}

enum err item_row_insert(struct store_tx *tx, const struct item_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    mark(tx, &row->key);
    STATEMENT statement = statement_take(view, SQL_ITEM_INSERT);
    bind_key(statement, &row->key);
    bind_int(statement, 5, row->date_added_ms);
    bind_int(statement, 6, (int64_t)row->document.len);
    bind_text(statement, 7, row->document);
    bind_index(statement, 8, &row->index);
    return statement_change(view, statement);
}

enum err item_row_update(struct store_tx *tx, const struct item_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_ITEM_UPDATE);
    bind_key(statement, &row->key);
    bind_int(statement, 5, (int64_t)row->document.len);
    bind_text(statement, 6, row->document);
    bind_index(statement, 7, &row->index);
    return statement_change(view, statement);
}

enum err item_row_delete(struct store_tx *tx, const struct item_key *key)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    mark(tx, key);
    STATEMENT statement = statement_take(view, SQL_ITEM_DELETE);
    bind_key(statement, key);
    return statement_change(view, statement);
}

enum err item_row_delete_kind(struct store_tx *tx, const struct item_key *key)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    mark(tx, key);
    STATEMENT statement = statement_take(view, SQL_ITEM_DELETE_KIND);
    bind_contact(statement, key);
    return statement_change(view, statement);
}

enum err item_row_delete_all(struct store_tx *tx, struct str location_id, struct str contact_id)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_ITEM_DELETE_ALL);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, contact_id);
    enum err err = statement_change(view, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
