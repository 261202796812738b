#include <assert.h>

#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"
#include "store/tables/tables.h"

/* Behind the columns of every contact: where CONTACT_GET has the rowid, CONTACT_MATCH_ the id. */
enum { EXTRA_COLUMN = 7 };

/* Why a field may collide is told in the schema: ours alone, or ours among equals. */
static struct str owner_of(const struct contact_row *row, bool unique)
{
    return unique ? STR("") : row->id;
}

static void read_row(struct arena *arena, sqlite3_stmt *statement, struct str location_id,
                     struct str id, struct contact_row *row)
{
    *row = (struct contact_row){
        .location_id = arena_copy(arena, location_id),
        .id = arena_copy(arena, id),
        .version = column_int(statement, 0),
        .email = column_text(arena, statement, 1),
        .phone = column_text(arena, statement, 2),
        .email_unique = sqlite3_column_bytes(statement, 3) == 0,
        .phone_unique = sqlite3_column_bytes(statement, 4) == 0,
        .date_added_ms = column_int(statement, 5),
        .document = column_text(arena, statement, 6),
    };
}

/* One contact by its keys: by a hint, and by the index of ids where there is none or it is wrong.
 */
struct lookup {
    struct sqlite_view *view;
    struct str location_id;
    struct str id;
    enum sqlite_statement at; /* by a rowid, ?3 */
    enum sqlite_statement by_id;
    int rowid_column; /* of by_id */
};

static sqlite3_stmt *take(const struct lookup *lookup, enum sqlite_statement which)
{
    sqlite3_stmt *statement = statement_take(lookup->view, which);
    bind_text(statement, 1, lookup->location_id);
    bind_text(statement, 2, lookup->id);
    return statement;
}

/* On ERR_NONE *found stands at the row; on any other error as well it is to be given back. */
static enum err look_up(const struct lookup *lookup, sqlite3_stmt **found)
{
    struct row_hints *hints = lookup->view->hints;
    int64_t rowid;
    if (row_hints_find(hints, lookup->location_id, lookup->id, &rowid)) {
        *found = take(lookup, lookup->at);
        bind_int(*found, 3, rowid);
        enum err err = statement_row(lookup->view, *found);
        if (err != ERR_NOT_FOUND)
            return err;
        statement_give_back(found);
    }
    *found = take(lookup, lookup->by_id);
    enum err err = statement_row(lookup->view, *found);
    if (!err)
        row_hints_note(hints, lookup->location_id, lookup->id,
                       column_int(*found, lookup->rowid_column));
    return err;
}

enum err contact_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                         struct str id, struct contact_row *row)
{
    const struct lookup lookup = {sqlite_view(view),  location_id,     id,
                                  SQL_CONTACT_GET_AT, SQL_CONTACT_GET, EXTRA_COLUMN};
    STATEMENT statement = NULL;
    enum err err = look_up(&lookup, &statement);
    if (!err)
        read_row(arena, statement, location_id, id, row);
    return err;
}

enum err contact_row_document(struct store_view *view, struct arena *arena, struct str location_id,
                              struct str id, struct contact_document *document)
{
    const struct lookup lookup = {sqlite_view(view),       location_id,          id,
                                  SQL_CONTACT_DOCUMENT_AT, SQL_CONTACT_DOCUMENT, 2};
    STATEMENT statement = NULL;
    enum err err = look_up(&lookup, &statement);
    if (!err)
        *document = (struct contact_document){
            .version = column_int(statement, 0),
            .text = column_text(arena, statement, 1),
        };
    return err;
}

enum err contact_row_exists(struct store_view *view, struct str location_id, struct str id)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CONTACT_EXISTS);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, id);
    return statement_row(sqlite_view(view), statement);
}

/* What is asked of contacts by value: of their own emails and phones, and of their additional ones.
 */
struct match {
    struct str location_id;
    enum match_field field;
    struct str value;
    struct str except_id;
};

static enum err match_row(struct sqlite_view *view, const struct match *match,
                          sqlite3_stmt *statement, struct arena *arena, struct contact_row *row)
{
    bind_text(statement, 1, match->location_id);
    bind_text(statement, 2, match->value);
    bind_text(statement, 3, match->except_id);
    enum err err = statement_row(view, statement);
    if (!err)
        read_row(arena, statement, match->location_id, column_text(arena, statement, EXTRA_COLUMN),
                 row);
    return err;
}

static enum err match_own(struct sqlite_view *view, const struct match *match, struct arena *arena,
                          struct contact_row *row)
{
    STATEMENT statement = statement_take(
        view, match->field == MATCH_EMAIL ? SQL_CONTACT_MATCH_EMAIL : SQL_CONTACT_MATCH_PHONE);
    return match_row(view, match, statement, arena, row);
}

static enum err match_additional(struct sqlite_view *view, const struct match *match,
                                 struct arena *arena, struct contact_row *row)
{
    STATEMENT statement = statement_take(view, SQL_CONTACT_MATCH_ADDITIONAL);
    bind_text(statement, 4, match->field == MATCH_EMAIL ? STR("email") : STR("phone"));
    return match_row(view, match, statement, arena, row);
}

enum err contact_row_match(struct store_view *view, struct arena *arena, struct str location_id,
                           enum match_field field, struct str value, struct str except_id,
                           struct contact_row *row)
{
    assert(field != MATCH_NONE);
    const struct match match = {location_id, field, value, except_id};
    enum err err = match_own(sqlite_view(view), &match, arena, row);
    return err == ERR_NOT_FOUND ? match_additional(sqlite_view(view), &match, arena, row) : err;
}

enum err contact_row_page(struct store_view *view, struct arena *arena, struct str location_id,
                          struct str after_id, const struct contact_page_bounds *bounds,
                          struct contact_row **rows, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CONTACT_PAGE);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, after_id);
    struct contact_row *list = ARENA_ARRAY(arena, struct contact_row, bounds->rows_max);
    size_t filled = 0;
    size_t bytes = 0;
    enum err err = ERR_NONE;
    while (filled < bounds->rows_max && bytes < bounds->bytes_max &&
           (err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        struct str id = column_text(arena, statement, EXTRA_COLUMN);
        read_row(arena, statement, location_id, id, &list[filled]);
        bytes += list[filled++].document.len;
    }
    if (err && err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}

enum err contact_row_count(struct store_view *view, struct str location_id, int64_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CONTACT_COUNT);
    bind_text(statement, 1, location_id);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        *count = column_int(statement, 0);
    return err;
}

/* The columns that insert and both updates have, under the same numbers. */
static void bind_row(sqlite3_stmt *statement, const struct contact_row *row)
{
    bind_text(statement, 1, row->location_id);
    bind_text(statement, 2, row->id);
    bind_int(statement, 3, row->version);
    bind_text(statement, 4, row->document);
    bind_text_or_null(statement, 5, row->email);
    bind_text_or_null(statement, 6, row->phone);
    bind_text(statement, 7, owner_of(row, row->email_unique));
    bind_text(statement, 8, owner_of(row, row->phone_unique));
}

/* A contact's id is the primary key; the only other unique things are its emails and phones. */
enum err duplicate_or(struct sqlite_view *view, enum err err)
{
    int code = sqlite3_extended_errcode(view->connection);
    bool taken = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_TRIGGER;
    return err == ERR_EXISTS && taken ? ERR_CONTACT_DUPLICATE : err;
}

enum err contact_row_insert(struct store_tx *tx, const struct contact_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    assert(row->address_count == 0);
    contact_changed(tx, row->location_id, row->id);
    STATEMENT statement = statement_take(view, SQL_CONTACT_INSERT);
    bind_row(statement, row);
    bind_int(statement, 9, row->date_added_ms);
    return duplicate_or(view, statement_change(view, statement));
}

static enum err update(struct sqlite_view *view, enum sqlite_statement which,
                       const struct contact_row *row)
{
    STATEMENT statement = statement_take(view, which);
    bind_row(statement, row);
    return duplicate_or(view, statement_change(view, statement));
}

/* ERR_NOT_FOUND when there is no hint, when it was wrong, and when email or phone change. */
static enum err update_by_hint(struct sqlite_view *view, const struct contact_row *row)
{
    int64_t rowid;
    if (!row_hints_find(view->hints, row->location_id, row->id, &rowid))
        return ERR_NOT_FOUND;
    STATEMENT statement = statement_take(view, SQL_CONTACT_UPDATE_DOCUMENT_AT);
    bind_row(statement, row);
    bind_int(statement, 9, rowid);
    return statement_change(view, statement);
}

static enum err update_row(struct sqlite_view *view, const struct contact_row *row)
{
    enum err err = update_by_hint(view, row);
    if (err == ERR_NOT_FOUND)
        err = update(view, SQL_CONTACT_UPDATE_DOCUMENT, row);
    return err == ERR_NOT_FOUND ? update(view, SQL_CONTACT_UPDATE, row) : err;
}

/* Values may change places between the two tables: what is let go goes first. */
static enum err update_rows(struct store_tx *tx, const struct contact_row *row)
{
    enum err err = address_rows_change(tx, row, false);
    if (!err)
        err = update_row(sqlite_view(tx->view), row);
    return err ? err : address_rows_change(tx, row, true);
}

/* Several rows: what is found to be taken at the last of them must leave nothing of the others. */
static enum err update_whole(struct store_tx *tx, const struct contact_row *row)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    if (statement_run(view, SQL_SAVEPOINT) != SQLITE_OK)
        return failure_report(view->connection, "write");
    enum err err = update_rows(tx, row);
    bool over = sqlite3_get_autocommit(view->connection); /* it failed and took all with it */
    if (err && !over && statement_run(view, SQL_SAVEPOINT_ROLLBACK) != SQLITE_OK)
        err = failure_report(view->connection, "write");
    if (!over && statement_run(view, SQL_SAVEPOINT_RELEASE) != SQLITE_OK)
        err = failure_report(view->connection, "write");
    return err;
}

enum err contact_row_update(struct store_tx *tx, const struct contact_row *row)
{
    contact_changed(tx, row->location_id, row->id);
    return row->address_count > 0 ? update_whole(tx, row) : update_row(sqlite_view(tx->view), row);
}

enum err contact_row_delete(struct store_tx *tx, struct str location_id, struct str id)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    contact_changed(tx, location_id, id);
    STATEMENT statement = statement_take(view, SQL_CONTACT_DELETE);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, id);
    enum err err = statement_change(view, statement);
    if (!err)
        err = address_row_delete_all(tx, location_id, id);
    return err ? err : item_rows_delete(tx, location_id, id);
}
