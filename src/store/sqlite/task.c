/*
 * Tasks of all contacts of a location. The narrowest way in is taken: by contacts, by their
 * business, by whom they are assigned to, or by age.
 */
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"
#include "json/writer.h"

static enum sqlite_statement way_in(const struct task_query *query)
{
    if (query->contact_ids.count > 0)
        return SQL_TASK_SEARCH_CONTACTS;
    if (!str_is_empty(query->business_id))
        return SQL_TASK_SEARCH_BUSINESS;
    return query->assignees.count > 0 ? SQL_TASK_SEARCH_ASSIGNED : SQL_TASK_SEARCH;
}

static struct str list_of(struct arena *arena, const struct text_list *texts)
{
    return json_array_of_texts(arena, texts->items, texts->count);
}

/* A parameter that the statement of this way in does not have is not bound. */
static void bind_query(sqlite3_stmt *statement, struct arena *arena, struct str location_id,
                       const struct task_query *query)
{
    static const int states[] = {[TASK_ANY] = -1, [TASK_OPEN] = 0, [TASK_COMPLETED] = 1};
    bind_text(statement, 1, location_id);
    bind_int(statement, 2, states[query->state]);
    bind_text(statement, 3, query->text);
    bind_int(statement, 5, query->limit);
    bind_int(statement, 6, query->skip);
    enum sqlite_statement way = way_in(query);
    if (way == SQL_TASK_SEARCH_CONTACTS || way == SQL_TASK_SEARCH_BUSINESS)
        bind_text(statement, 4, query->business_id);
    if (way != SQL_TASK_SEARCH)
        bind_text(statement, 7, list_of(arena, &query->assignees));
    if (way == SQL_TASK_SEARCH_CONTACTS)
        bind_text(statement, 8, list_of(arena, &query->contact_ids));
}

enum err task_row_search(struct store_view *view, struct arena *arena, struct str location_id,
                         const struct task_query *query, struct item_row **rows, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), way_in(query));
    bind_query(statement, arena, location_id, query);
    struct item_row *list = ARENA_ARRAY(arena, struct item_row, (size_t)query->limit);
    size_t filled = 0;
    enum err err;
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
