#include "base/log.h"
#include "store/tables/sql.h"
#include "store/tables/tables.h"

/* ERR_STORE_FAILED when the rule is none: only another hand than ours writes such a row. */
static enum err read_row(struct arena *arena, struct sql_statement *statement,
                         struct location *location)
{
    struct location read = {
        .id = sql_text(arena, statement, 1),
        .name = sql_text(arena, statement, 2),
        .country = sql_text(arena, statement, 3),
        .timezone = sql_text(arena, statement, 4),
        .date_added_ms = sql_int(statement, 7),
        .company_id = sql_text(arena, statement, 8),
        .email = sql_text(arena, statement, 9),
        .document = sql_text(arena, statement, 10),
    };
    if (!duplicate_rule_parse(sql_text(arena, statement, 6), &read.duplicates)) {
        log_event(LOG_ERROR, "store_damaged", log_str("location", read.id));
        return ERR_STORE_FAILED;
    }
    read.duplicates.allow_duplicates = sql_int(statement, 5) != 0;
    *location = read;
    return ERR_NONE;
}

enum err store_location_get(struct store_view *view, struct arena *arena, struct str id,
                            struct location *location)
{
    SQL_STATEMENT statement = sql_take(view, SQL_LOCATION_GET);
    sql_bind_text(statement, 1, id);
    enum err err = sql_row(statement);
    return err ? err : read_row(arena, statement, location);
}

enum err store_location_list(struct store_view *view, struct arena *arena,
                             struct location **locations, size_t *count)
{
    SQL_STATEMENT statement = sql_take(view, SQL_LOCATION_LIST);
    struct location *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct location, (size_t)sql_int(statement, 0));
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

enum err store_location_exists(struct store_view *view, struct str id)
{
    SQL_STATEMENT statement = sql_take(view, SQL_LOCATION_EXISTS);
    sql_bind_text(statement, 1, id);
    return sql_row(statement);
}

enum err store_location_search(struct store_view *view, struct arena *arena,
                               const struct location_query *query, struct location **locations,
                               size_t *count)
{
    static const enum sql statements[2][2] = {
        {SQL_LOCATION_SEARCH, SQL_LOCATION_SEARCH_NEWEST},
        {SQL_LOCATION_SEARCH_EMAIL, SQL_LOCATION_SEARCH_EMAIL_NEWEST},
    };
    bool by_email = !str_is_empty(query->email);
    SQL_STATEMENT statement = sql_take(view, statements[by_email][query->newest_first]);
    sql_bind_text(statement, 1, query->company_id);
    if (by_email)
        sql_bind_text(statement, 2, query->email);
    sql_bind_int(statement, 3, (int64_t)query->limit);
    sql_bind_int(statement, 4, query->skip);
    struct location *list = ARENA_ARRAY(arena, struct location, query->limit);
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
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

static enum err write_row(struct store_tx *tx, enum sql which, const struct location *location)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    sql_bind_text(statement, 1, location->id);
    sql_bind_text(statement, 2, location->name);
    sql_bind_text(statement, 3, location->country);
    sql_bind_text(statement, 4, location->timezone);
    sql_bind_int(statement, 5, location->duplicates.allow_duplicates);
    sql_bind_text(statement, 6, duplicate_rule_name(&location->duplicates));
    sql_bind_int(statement, 7, location->date_added_ms);
    sql_bind_text(statement, 8, location->company_id);
    sql_bind_text(statement, 9, location->email);
    sql_bind_text(statement, 10, str_is_empty(location->document) ? STR("{}") : location->document);
    return sql_change(statement);
}

enum err store_tx_location_turn(struct store_tx *tx, struct str id)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_LOCATION_TURN);
    sql_bind_text(statement, 1, id);
    return sql_row(statement);
}

enum err store_tx_location_insert(struct store_tx *tx, const struct location *location)
{
    enum err err = write_row(tx, SQL_LOCATION_INSERT, location);
    if (!err && tx->backend->location_added)
        tx->backend->location_added(tx, location->id);
    return err;
}

enum err store_tx_location_update(struct store_tx *tx, const struct location *location)
{
    return write_row(tx, SQL_LOCATION_UPDATE, location);
}
