/*
 * Which contacts are in a business, and the businesses that went before their contacts knew.
 */
#include "store/sqlite/database.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static void bind_business(sqlite3_stmt *statement, const struct record_key *business)
{
    bind_text(statement, 1, business->location_id);
    bind_text(statement, 2, business->id);
}

enum err business_row_contacts(struct store_view *view, struct arena *arena,
                               const struct record_key *business, size_t most, struct str **ids,
                               size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_BUSINESS_CONTACTS);
    bind_business(statement, business);
    bind_int(statement, 3, (int64_t)most);
    struct str *list = ARENA_ARRAY(arena, struct str, most);
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE)
        list[filled++] = column_text(arena, statement, 0);
    if (err != ERR_NOT_FOUND)
        return err;
    *ids = list;
    *count = filled;
    return ERR_NONE;
}

enum err business_row_set(struct store_tx *tx, const struct contact_row *row,
                          struct str business_id)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    mark_contact(tx, row->location_id, row->id);
    STATEMENT statement = statement_take(view, SQL_CONTACT_SET_BUSINESS);
    bind_text(statement, 1, row->location_id);
    bind_text(statement, 2, row->id);
    bind_int(statement, 3, row->version);
    bind_text(statement, 4, row->document);
    bind_text_or_null(statement, 5, business_id);
    return statement_change(view, statement);
}

enum err business_row_gone_first(struct store_view *view, struct arena *arena,
                                 struct record_key *business)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_BUSINESS_GONE_FIRST);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        *business = (struct record_key){
            .location_id = column_text(arena, statement, 0),
            .kind = RECORD_BUSINESS,
            .id = column_text(arena, statement, 1),
        };
    return err;
}

static enum err change_gone(struct store_tx *tx, enum sqlite_statement which,
                            const struct record_key *business)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, which);
    bind_business(statement, business);
    enum err err = statement_change(view, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* it is so already */
}

enum err business_row_gone_put(struct store_tx *tx, const struct record_key *business)
{
    return change_gone(tx, SQL_BUSINESS_GONE_PUT, business);
}

enum err business_row_gone_forget(struct store_tx *tx, const struct record_key *business)
{
    return change_gone(tx, SQL_BUSINESS_GONE_FORGET, business);
}
