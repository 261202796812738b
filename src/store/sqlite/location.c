#include "base/log.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

/* ERR_STORE_FAILED when the rule is none: only another hand than ours writes such a row. */
static enum err read_row(struct arena *arena, sqlite3_stmt *statement, struct location *location)
{
    struct location read = {
        .id = column_text(arena, statement, 1),
        .name = column_text(arena, statement, 2),
        .country = column_text(arena, statement, 3),
        .timezone = column_text(arena, statement, 4),
        .date_added_ms = column_int(statement, 7),
        .company_id = column_text(arena, statement, 8),
        .email = column_text(arena, statement, 9),
        .document = column_text(arena, statement, 10),
    };
    if (!duplicate_rule_parse(column_text(arena, statement, 6), &read.duplicates)) {
        log_event(LOG_ERROR, "store_damaged", log_str("location", read.id));
        return ERR_STORE_FAILED;
    }
    read.duplicates.allow_duplicates = column_int(statement, 5) != 0;
    *location = read;
    return ERR_NONE;
}

enum err location_row_get(struct store_view *view, struct arena *arena, struct str id,
                          struct location *location)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_LOCATION_GET);
    bind_text(statement, 1, id);
    enum err err = statement_row(sqlite_view(view), statement);
    return err ? err : read_row(arena, statement, location);
}

enum err location_row_list(struct store_view *view, struct arena *arena,
                           struct location **locations, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_LOCATION_LIST);
    struct location *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct location, (size_t)column_int(statement, 0));
        err = read_row(arena, statement, &list[filled++]);
        if (err)
            return err;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *locations = list;
    *count = filled;
    return ERR_NONE;
}

enum err location_row_exists(struct store_view *view, struct str id)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_LOCATION_EXISTS);
    bind_text(statement, 1, id);
    return statement_row(sqlite_view(view), statement);
}

enum err location_row_search(struct store_view *view, struct arena *arena,
                             const struct location_query *query, struct location **locations,
                             size_t *count)
{
    static const enum sqlite_statement statements[2][2] = {
        {SQL_LOCATION_SEARCH, SQL_LOCATION_SEARCH_NEWEST},
        {SQL_LOCATION_SEARCH_EMAIL, SQL_LOCATION_SEARCH_EMAIL_NEWEST},
    };
    bool by_email = !str_is_empty(query->email);
    STATEMENT statement =
        statement_take(sqlite_view(view), statements[by_email][query->newest_first]);
    bind_text(statement, 1, query->company_id);
    if (by_email)
        bind_text(statement, 2, query->email);
    bind_int(statement, 3, (int64_t)query->limit);
    bind_int(statement, 4, query->skip);
    struct location *list = ARENA_ARRAY(arena, struct location, query->limit);
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        err = read_row(arena, statement, &list[filled++]);
        if (err)
            return err;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *locations = list;
    *count = filled;
    return ERR_NONE;
}

static enum err write_row(struct store_tx *tx, enum sqlite_statement which,
                          const struct location *location)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, which);
    bind_text(statement, 1, location->id);
    bind_text(statement, 2, location->name);
    bind_text(statement, 3, location->country);
    bind_text(statement, 4, location->timezone);
    bind_int(statement, 5, location->duplicates.allow_duplicates);
    bind_text(statement, 6, duplicate_rule_name(&location->duplicates));
    bind_int(statement, 7, location->date_added_ms);
    bind_text(statement, 8, location->company_id);
    bind_text(statement, 9, location->email);
    bind_text(statement, 10, str_is_empty(location->document) ? STR("{}") : location->document);
    return statement_change(view, statement);
}

enum err location_row_insert(struct store_tx *tx, const struct location *location)
{
    return write_row(tx, SQL_LOCATION_INSERT, location);
}

enum err location_row_update(struct store_tx *tx, const struct location *location)
{
    return write_row(tx, SQL_LOCATION_UPDATE, location);
}
