/*
 * Tasks of all contacts of a location. The narrowest way in is taken: by contacts, by their
 * business, by whom they are assigned to, or by age. Each way reads one index, and documents only
 * of what it answers with; none looks at more than the tasks of the location.
 */
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"
#include "json/writer.h"

/*
 * A business with more contacts than these is not gone through contact by contact, most of whom may
 * have no task: it is looked up for each task instead.
 */
enum { SMALL_BUSINESS_MAX = 1000 };

static enum err way_of_business(struct sqlite_view *view, struct str location_id,
                                struct str business_id, enum sqlite_statement *way)
{
    STATEMENT statement = statement_take(view, SQL_BUSINESS_IS_LARGE);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, business_id);
    bind_int(statement, 3, SMALL_BUSINESS_MAX);
    enum err err = statement_row(view, statement);
    *way = err ? SQL_TASK_SEARCH_BUSINESS : SQL_TASK_SEARCH_LARGE_BUSINESS;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err way_in(struct sqlite_view *view, struct str location_id,
                       const struct task_query *query, enum sqlite_statement *way)
{
    if (query->contact_ids.count == 0 && !str_is_empty(query->business_id))
        return way_of_business(view, location_id, query->business_id, way);
    if (query->contact_ids.count > 0)
        *way = SQL_TASK_SEARCH_CONTACTS;
    else
        *way = query->assignees.count > 0 ? SQL_TASK_SEARCH_ASSIGNED : SQL_TASK_SEARCH;
    return ERR_NONE;
}

static struct str list_of(struct arena *arena, const struct text_list *texts)
{
    return json_array_of_texts(arena, texts->items, texts->count);
}

/* A parameter that the statement of this way in does not have is not bound. */
static void bind_query(sqlite3_stmt *statement, enum sqlite_statement way, struct arena *arena,
                       struct str location_id, const struct task_query *query)
{
    static const int states[] = {[TASK_ANY] = -1, [TASK_OPEN] = 0, [TASK_COMPLETED] = 1};
    bind_text(statement, 1, location_id);
    bind_int(statement, 2, states[query->state]);
    bind_text(statement, 3, query->text);
    bind_int(statement, 5, query->limit);
    bind_int(statement, 6, query->skip);
    if (way != SQL_TASK_SEARCH && way != SQL_TASK_SEARCH_ASSIGNED)
        bind_text(statement, 4, query->business_id);
    if (way != SQL_TASK_SEARCH)
        bind_text(statement, 7, list_of(arena, &query->assignees));
    if (way == SQL_TASK_SEARCH_CONTACTS)
        bind_text(statement, 8, list_of(arena, &query->contact_ids));
}

enum err task_row_search(struct store_view *view, struct arena *arena, struct str location_id,
                         const struct task_query *query, struct item_row **rows, size_t *count)
{
    enum sqlite_statement way;
    enum err err = way_in(sqlite_view(view), location_id, query, &way);
    if (err)
        return err;
    STATEMENT statement = statement_take(sqlite_view(view), way);
    bind_query(statement, way, arena, location_id, query);
    struct item_row *list = ARENA_ARRAY(arena, struct item_row, (size_t)query->limit);
    size_t filled = 0;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        list[filled++] = (struct item_row){
            .key = {location_id, column_text(arena, statement, 0), ITEM_TASK,
                    column_text(arena, statement, 1)},
            .date_added_ms = column_int(statement, 2),
            .document = column_text(arena, statement, 3),
        };
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}
