#include "store/tables/sql.h"
#include "store/tables/tables.h"

/* The ids of a statement whose rows are (how many, id). */
static enum err read_ids(struct arena *arena, struct sql_statement *statement,
                         struct text_list *ids)
{
    struct text_list list = {.count = 0};
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        if (!list.items)
            list.items = ARENA_ARRAY(arena, struct str, (size_t)sql_int(statement, 0));
        list.items[list.count++] = sql_text(arena, statement, 1);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *ids = list;
    return ERR_NONE;
}

enum err store_removed_field_list(struct store_view *view, struct arena *arena,
                                  struct str location_id, struct text_list *ids)
{
    SQL_STATEMENT statement = sql_take(view, SQL_REMOVED_FIELD_LIST);
    sql_bind_text(statement, 1, location_id);
    return read_ids(arena, statement, ids);
}

static enum err read_oldest(struct store_view *view, struct arena *arena, int64_t before_ms,
                            struct removed_fields *fields)
{
    SQL_STATEMENT statement = sql_take(view, SQL_REMOVED_FIELDS_OLDEST);
    sql_bind_int(statement, 1, before_ms);
    enum err err = sql_row(statement);
    if (!err)
        *fields = (struct removed_fields){
            .location_id = sql_text(arena, statement, 0),
            .swept = sql_text(arena, statement, 1),
            .before_ms = before_ms,
        };
    return err;
}

/* Which ones: their location, where they are, when they were deleted at the latest. */
static struct sql_statement *take(struct store_view *view, enum sql which,
                                  const struct removed_fields *fields)
{
    struct sql_statement *statement = sql_take(view, which);
    sql_bind_text(statement, 1, fields->location_id);
    sql_bind_text(statement, 2, fields->swept);
    sql_bind_int(statement, 3, fields->before_ms);
    return statement;
}

enum err store_removed_fields_next(struct store_view *view, struct arena *arena, int64_t before_ms,
                                   struct removed_fields *fields)
{
    enum err err = read_oldest(view, arena, before_ms, fields);
    if (err)
        return err;
    SQL_STATEMENT statement = take(view, SQL_REMOVED_FIELDS_AT, fields);
    return read_ids(arena, statement, &fields->ids);
}

enum err store_tx_removed_field_insert(struct store_tx *tx, struct str location_id, struct str id,
                                       int64_t removed_ms)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_REMOVED_FIELD_INSERT);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, id);
    sql_bind_int(statement, 3, removed_ms);
    return sql_change(statement);
}

enum err store_tx_removed_fields_advance(struct store_tx *tx, const struct removed_fields *fields,
                                         struct str swept)
{
    struct store_view *view = tx->view;
    SQL_STATEMENT statement = take(view, SQL_REMOVED_FIELDS_ADVANCE, fields);
    sql_bind_text(statement, 4, swept);
    return sql_change(statement);
}

enum err store_tx_removed_fields_finish(struct store_tx *tx, const struct removed_fields *fields)
{
    struct store_view *view = tx->view;
    SQL_STATEMENT statement = take(view, SQL_REMOVED_FIELDS_FINISH, fields);
    return sql_change(statement);
}
