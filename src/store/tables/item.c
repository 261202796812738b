#include "store/tables/sql.h"
#include "store/tables/tables.h"

static void bind_key(struct sql_statement *statement, const struct item_key *key)
{
    sql_bind_text(statement, 1, key->location_id);
    sql_bind_text(statement, 2, key->contact_id);
    sql_bind_text(statement, 3, item_kind_name(key->kind));
    sql_bind_text(statement, 4, key->id);
}

static void bind_contact(struct sql_statement *statement, const struct item_key *key)
{
    sql_bind_text(statement, 1, key->location_id);
    sql_bind_text(statement, 2, key->contact_id);
    sql_bind_text(statement, 3, item_kind_name(key->kind));
}

static void bind_index(struct sql_statement *statement, int parameter,
                       const struct item_index *index)
{
    sql_bind_text(statement, parameter, index->title);
    sql_bind_text(statement, parameter + 1, index->assigned_to);
    sql_bind_int(statement, parameter + 2, index->completed);
}

static void read_row(struct arena *arena, struct sql_statement *statement,
                     const struct item_key *key, struct item_row *row)
{
    *row = (struct item_row){
        .key = {key->location_id, key->contact_id, key->kind, sql_text(arena, statement, 0)},
        .date_added_ms = sql_int(statement, 1),
        .document = sql_text(arena, statement, 2),
    };
}

enum err store_item_get(struct store_view *view, struct arena *arena, const struct item_key *key,
                        struct item_row *row)
{
    SQL_STATEMENT statement = sql_take(view, SQL_ITEM_GET);
    bind_key(statement, key);
    enum err err = sql_row(statement);
    if (!err)
        read_row(arena, statement, key, row);
    return err;
}

/* What was never counted is none. */
enum err item_total_read(struct sql_statement *statement, struct item_total *total)
{
    enum err err = sql_row(statement);
    if (err && err != ERR_NOT_FOUND)
        return err;
    *total = (struct item_total){0, 0};
    if (!err)
        *total = (struct item_total){sql_int(statement, 0), sql_int(statement, 1)};
    return ERR_NONE;
}

enum err store_item_total(struct store_view *view, const struct item_key *key,
                          struct item_total *total)
{
    SQL_STATEMENT statement = sql_take(view, SQL_ITEM_TOTAL);
    bind_contact(statement, key);
    return item_total_read(statement, total);
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

enum err store_item_list(struct store_view *view, struct arena *arena, const struct item_key *key,
                         struct item_row **rows, size_t *count)
{
    SQL_STATEMENT statement = sql_take(view, SQL_ITEM_LIST);
    bind_contact(statement, key);
    struct item_row *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
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
        contact_changed(tx, key->location_id, key->contact_id);
}

enum err store_tx_item_insert(struct store_tx *tx, const struct item_row *row)
{
    mark(tx, &row->key);
    SQL_STATEMENT statement = sql_take(tx->view, SQL_ITEM_INSERT);
    bind_key(statement, &row->key);
    sql_bind_int(statement, 5, row->date_added_ms);
    sql_bind_int(statement, 6, (int64_t)row->document.len);
    sql_bind_text(statement, 7, row->document);
    bind_index(statement, 8, &row->index);
    return sql_change(statement);
}

enum err store_tx_item_update(struct store_tx *tx, const struct item_row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_ITEM_UPDATE);
    bind_key(statement, &row->key);
    sql_bind_int(statement, 5, (int64_t)row->document.len);
    sql_bind_text(statement, 6, row->document);
    bind_index(statement, 7, &row->index);
    return sql_change(statement);
}

enum err store_tx_item_delete(struct store_tx *tx, const struct item_key *key)
{
    mark(tx, key);
    SQL_STATEMENT statement = sql_take(tx->view, SQL_ITEM_DELETE);
    bind_key(statement, key);
    return sql_change(statement);
}

enum err store_tx_item_delete_kind(struct store_tx *tx, const struct item_key *key)
{
    mark(tx, key);
    SQL_STATEMENT statement = sql_take(tx->view, SQL_ITEM_DELETE_KIND);
    bind_contact(statement, key);
    return sql_change(statement);
}

enum err item_rows_delete(struct store_tx *tx, struct str location_id, struct str contact_id)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_ITEM_DELETE_ALL);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, contact_id);
    enum err err = sql_change(statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
