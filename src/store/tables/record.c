#include "store/tables/sql.h"
#include "store/tables/tables.h"

static void bind_kind(struct sql_statement *statement, const struct record_key *key)
{
    sql_bind_text(statement, 1, key->location_id);
    sql_bind_text(statement, 2, record_type(key->kind)->name);
}

static void bind_key(struct sql_statement *statement, const struct record_key *key)
{
    bind_kind(statement, key);
    sql_bind_text(statement, 3, key->id);
}

/* What insert and update have, under the same numbers. Who owns a name is told in the schema. */
static void bind_row(struct sql_statement *statement, const struct record_row *row)
{
    bool unique = !str_is_empty(record_type(row->key.kind)->named_by);
    bind_key(statement, &row->key);
    sql_bind_text(statement, 4, row->name);
    sql_bind_text(statement, 5, unique ? STR("") : row->key.id);
    sql_bind_int(statement, 6, (int64_t)row->document.len);
    sql_bind_text(statement, 7, row->document);
}

/* Reads the row that a statement for one finds. */
static enum err read_one(struct sql_statement *statement, struct arena *arena,
                         const struct record_key *key, struct record_row *row)
{
    enum err err = sql_row(statement);
    if (err)
        return err;
    *row = (struct record_row){
        .key = {key->location_id, key->kind, sql_text(arena, statement, 0)},
        .date_added_ms = sql_int(statement, 1),
        .document = sql_text(arena, statement, 2),
    };
    return ERR_NONE;
}

enum err store_record_get(struct store_view *view, struct arena *arena,
                          const struct record_key *key, struct record_row *row)
{
    SQL_STATEMENT statement = sql_take(view, SQL_RECORD_GET);
    bind_key(statement, key);
    return read_one(statement, arena, key, row);
}

enum err store_record_find(struct store_view *view, struct arena *arena,
                           const struct record_key *key, struct str name, struct record_row *row)
{
    SQL_STATEMENT statement = sql_take(view, SQL_RECORD_FIND);
    bind_kind(statement, key);
    sql_bind_text(statement, 3, name);
    return read_one(statement, arena, key, row);
}

enum err store_record_walk(struct store_view *view, const struct record_key *key,
                           struct record_page page, store_record_visit *visit, void *context)
{
    SQL_STATEMENT statement = sql_take(view, SQL_RECORD_LIST);
    bind_kind(statement, key);
    sql_bind_int(statement, 3, page.skip);
    sql_bind_int(statement, 4, page.most);
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        const struct record_row row = {
            .key = {key->location_id, key->kind, sql_borrow(statement, 0)},
            .date_added_ms = sql_int(statement, 1),
            .document = sql_borrow(statement, 2),
        };
        visit(context, &row);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err store_record_total(struct store_view *view, const struct record_key *key,
                            struct item_total *total)
{
    SQL_STATEMENT statement = sql_take(view, SQL_ITEM_TOTAL);
    sql_bind_text(statement, 1, key->location_id);
    sql_bind_text(statement, 2, STR(""));
    sql_bind_text(statement, 3, record_type(key->kind)->name);
    return item_total_read(statement, total);
}

enum err store_tx_record_insert(struct store_tx *tx, const struct record_row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_RECORD_INSERT);
    bind_row(statement, row);
    sql_bind_int(statement, 8, row->date_added_ms);
    return sql_change(statement);
}

enum err store_tx_record_update(struct store_tx *tx, const struct record_row *row)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_RECORD_UPDATE);
    bind_row(statement, row);
    return sql_change(statement);
}

enum err store_tx_record_delete(struct store_tx *tx, const struct record_key *key)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_RECORD_DELETE);
    bind_key(statement, key);
    return sql_change(statement);
}
