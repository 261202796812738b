/*
 * Which contacts are in a business, and the businesses that went before their contacts knew.
 */
#include "store/tables/sql.h"
#include "store/tables/tables.h"

static void bind_business(struct sql_statement *statement, const struct record_key *business)
{
    sql_bind_text(statement, 1, business->location_id);
    sql_bind_text(statement, 2, business->id);
}

enum err store_business_contacts(struct store_view *view, struct arena *arena,
                                 const struct record_key *business, size_t most, struct str **ids,
                                 size_t *count)
{
    SQL_STATEMENT statement = sql_take(view, SQL_BUSINESS_CONTACTS);
    bind_business(statement, business);
    sql_bind_int(statement, 3, (int64_t)most);
    struct str *list = ARENA_ARRAY(arena, struct str, most);
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE)
        list[filled++] = sql_text(arena, statement, 0);
    if (err != ERR_NOT_FOUND)
        return err;
    *ids = list;
    *count = filled;
    return ERR_NONE;
}

enum err store_tx_contact_set_business(struct store_tx *tx, const struct contact_row *row,
                                       struct str business_id)
{
    contact_changed(tx, row->location_id, row->id);
    SQL_STATEMENT statement = sql_take(tx->view, SQL_CONTACT_SET_BUSINESS);
    sql_bind_text(statement, 1, row->location_id);
    sql_bind_text(statement, 2, row->id);
    sql_bind_int(statement, 3, row->version);
    sql_bind_text(statement, 4, row->document);
    sql_bind_text_or_null(statement, 5, business_id);
    return sql_change(statement);
}

enum err store_business_gone_first(struct store_view *view, struct arena *arena,
                                   struct record_key *business)
{
    SQL_STATEMENT statement = sql_take(view, SQL_BUSINESS_GONE_FIRST);
    enum err err = sql_row(statement);
    if (!err)
        *business = (struct record_key){
            .location_id = sql_text(arena, statement, 0),
            .kind = RECORD_BUSINESS,
            .id = sql_text(arena, statement, 1),
        };
    return err;
}

static enum err change_gone(struct store_tx *tx, enum sql which, const struct record_key *business)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    bind_business(statement, business);
    enum err err = sql_change(statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err; /* it is so already */
}

enum err store_tx_business_gone_put(struct store_tx *tx, const struct record_key *business)
{
    return change_gone(tx, SQL_BUSINESS_GONE_PUT, business);
}

enum err store_tx_business_gone_forget(struct store_tx *tx, const struct record_key *business)
{
    return change_gone(tx, SQL_BUSINESS_GONE_FORGET, business);
}
