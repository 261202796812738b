#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static struct str field_name(enum match_field field)
{
    return field == MATCH_EMAIL ? STR("email") : STR("phone");
}

static sqlite3_stmt *take(struct sqlite_view *view, enum sqlite_statement which,
                          const struct contact_row *row, const struct address_change *change)
{
    sqlite3_stmt *statement = statement_take(view, which);
    bind_text(statement, 1, row->location_id);
    bind_text(statement, 2, row->id);
    bind_text(statement, 3, field_name(change->field));
    bind_text(statement, 4, change->value);
    return statement;
}

static enum err insert(struct sqlite_view *view, const struct contact_row *row,
                       const struct address_change *change)
{
    STATEMENT statement = take(view, SQL_ADDRESS_INSERT, row, change);
    bind_text(statement, 5, change->unique ? STR("") : row->id);
    return duplicate_or(view, statement_change(view, statement));
}

static enum err take_away(struct sqlite_view *view, const struct contact_row *row,
                          const struct address_change *change)
{
    STATEMENT statement = take(view, SQL_ADDRESS_DELETE, row, change);
    return statement_change(view, statement);
}

enum err address_rows_change(struct store_tx *tx, const struct contact_row *row, bool adds)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    for (size_t i = 0; i < row->address_count; i++) {
        const struct address_change *change = &row->addresses[i];
        if (change->adds != adds)
            continue;
        enum err err = adds ? insert(view, row, change) : take_away(view, row, change);
        if (err)
            return err;
    }
    return ERR_NONE;
}

enum err address_row_delete_all(struct store_tx *tx, struct str location_id, struct str contact_id)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_ADDRESS_DELETE_ALL);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, contact_id);
    enum err err = statement_change(view, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
