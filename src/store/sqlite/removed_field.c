#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

/* The ids of a statement whose rows are (how many, id). */
static enum err read_ids(struct sqlite_view *view, struct arena *arena, sqlite3_stmt *statement,
                         struct text_list *ids)
{
    struct text_list list = {.count = 0};
    enum err err;
    while ((err = statement_row(view, statement)) == ERR_NONE) {
        if (!list.items)
            list.items = ARENA_ARRAY(arena, struct str, (size_t)column_int(statement, 0));
        list.items[list.count++] = column_text(arena, statement, 1);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *ids = list;
    return ERR_NONE;
}

enum err removed_field_row_list(struct store_view *view, struct arena *arena,
                                struct str location_id, struct text_list *ids)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_REMOVED_FIELD_LIST);
    bind_text(statement, 1, location_id);
    return read_ids(sqlite_view(view), arena, statement, ids);
}

static enum err read_oldest(struct store_view *view, struct arena *arena, int64_t before_ms,
                            struct removed_fields *fields)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_REMOVED_FIELDS_OLDEST);
    bind_int(statement, 1, before_ms);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        *fields = (struct removed_fields){
            .location_id = column_text(arena, statement, 0),
            .swept = column_text(arena, statement, 1),
            .before_ms = before_ms,
        };
    return err;
}

/* Which ones: their location, where they are, when they were deleted at the latest. */
static sqlite3_stmt *take(struct sqlite_view *view, enum sqlite_statement which,
                          const struct removed_fields *fields)
{
    sqlite3_stmt *statement = statement_take(view, which);
    bind_text(statement, 1, fields->location_id);
    bind_text(statement, 2, fields->swept);
    bind_int(statement, 3, fields->before_ms);
    return statement;
}

enum err removed_field_rows_next(struct store_view *view, struct arena *arena, int64_t before_ms,
                                 struct removed_fields *fields)
{
    enum err err = read_oldest(view, arena, before_ms, fields);
    if (err)
        return err;
    STATEMENT statement = take(sqlite_view(view), SQL_REMOVED_FIELDS_AT, fields);
    return read_ids(sqlite_view(view), arena, statement, &fields->ids);
}

enum err removed_field_row_insert(struct store_tx *tx, struct str location_id, struct str id,
                                  int64_t removed_ms)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_REMOVED_FIELD_INSERT);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, id);
    bind_int(statement, 3, removed_ms);
    return statement_change(view, statement);
}

enum err removed_field_rows_advance(struct store_tx *tx, const struct removed_fields *fields,
                                    struct str swept)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = take(view, SQL_REMOVED_FIELDS_ADVANCE, fields);
    bind_text(statement, 4, swept);
    return statement_change(view, statement);
}

enum err removed_field_rows_finish(struct store_tx *tx, const struct removed_fields *fields)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = take(view, SQL_REMOVED_FIELDS_FINISH, fields);
    return statement_change(view, statement);
}
