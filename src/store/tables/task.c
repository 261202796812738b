/*
 * Tasks of all contacts of a location. The narrowest way in is taken: by contacts, by their
 * business, by whom they are assigned to, or by age. Each way reads one index, and documents only
 * of what it answers with; none looks at more than the tasks of the location.
 */
#include "store/tables/sql.h"
#include "store/tables/tables.h"
#include "json/writer.h"

/*
 * A business with more contacts than these is not gone through contact by contact, most of whom may
 * have no task: it is looked up for each task instead.
 */
enum { SMALL_BUSINESS_MAX = 1000 };

static enum err way_of_business(struct store_view *view, struct str location_id,
                                struct str business_id, enum sql *way)
{
    SQL_STATEMENT statement = sql_take(view, SQL_BUSINESS_IS_LARGE);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, business_id);
    sql_bind_int(statement, 3, SMALL_BUSINESS_MAX);
    enum err err = sql_row(statement);
    *way = err ? SQL_TASK_SEARCH_BUSINESS : SQL_TASK_SEARCH_LARGE_BUSINESS;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err way_in(struct store_view *view, struct str location_id,
                       const struct task_query *query, enum sql *way)
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
static void bind_query(struct sql_statement *statement, enum sql way, struct arena *arena,
                       struct str location_id, const struct task_query *query)
{
    static const int states[] = {[TASK_ANY] = -1, [TASK_OPEN] = 0, [TASK_COMPLETED] = 1};
    sql_bind_text(statement, 1, location_id);
    sql_bind_int(statement, 2, states[query->state]);
    sql_bind_text(statement, 3, query->text);
    sql_bind_int(statement, 5, query->limit);
    sql_bind_int(statement, 6, query->skip);
    if (way != SQL_TASK_SEARCH && way != SQL_TASK_SEARCH_ASSIGNED)
        sql_bind_text(statement, 4, query->business_id);
    if (way != SQL_TASK_SEARCH)
        sql_bind_text(statement, 7, list_of(arena, &query->assignees));
    if (way == SQL_TASK_SEARCH_CONTACTS)
        sql_bind_text(statement, 8, list_of(arena, &query->contact_ids));
}

enum err store_task_search(struct store_view *view, struct arena *arena, struct str location_id,
                           const struct task_query *query, struct item_row **rows, size_t *count)
{
    enum sql way;
    enum err err = way_in(view, location_id, query, &way);
    if (err)
        return err;
    SQL_STATEMENT statement = sql_take(view, way);
    bind_query(statement, way, arena, location_id, query);
    struct item_row *list = ARENA_ARRAY(arena, struct item_row, (size_t)query->limit);
    size_t filled = 0;
    while ((err = sql_row(statement)) == ERR_NONE) {
        list[filled++] = (struct item_row){
            .key = {location_id, sql_text(arena, statement, 0), ITEM_TASK,
                    sql_text(arena, statement, 1)},
            .date_added_ms = sql_int(statement, 2),
            .document = sql_text(arena, statement, 3),
        };
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *rows = list;
    *count = filled;
    return ERR_NONE;
}
