#include "store/tables/sql.h"
#include "store/tables/tables.h"

static void read_row(struct arena *arena, struct sql_statement *statement,
                     struct custom_folder *folder)
{
    *folder = (struct custom_folder){
        .id = sql_text(arena, statement, 1),
        .object_key = sql_text(arena, statement, 2),
        .name = sql_text(arena, statement, 3),
        .date_added_ms = sql_int(statement, 4),
        .date_updated_ms = sql_int(statement, 5),
    };
}

enum err store_custom_folder_get(struct store_view *view, struct arena *arena,
                                 struct str location_id, struct str id,
                                 struct custom_folder *folder)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FOLDER_GET);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, id);
    enum err err = sql_row(statement);
    if (!err)
        read_row(arena, statement, folder);
    return err;
}

enum err store_custom_folder_list(struct store_view *view, struct arena *arena,
                                  struct str location_id, struct str object_key,
                                  struct custom_folder **folders, size_t *count)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FOLDER_LIST);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, object_key);
    struct custom_folder *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct custom_folder, (size_t)sql_int(statement, 0));
        read_row(arena, statement, &list[filled++]);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *folders = list;
    *count = filled;
    return ERR_NONE;
}

static enum err change(struct store_tx *tx, enum sql which, struct str location_id,
                       const struct custom_folder *folder)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, folder->id);
    sql_bind_text(statement, 4, folder->name);
    sql_bind_int(statement, 6, folder->date_updated_ms);
    if (which == SQL_CUSTOM_FOLDER_INSERT) {
        sql_bind_text(statement, 3, folder->object_key);
        sql_bind_int(statement, 5, folder->date_added_ms);
    }
    return sql_change(statement);
}

enum err store_tx_custom_folder_insert(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    return change(tx, SQL_CUSTOM_FOLDER_INSERT, location_id, folder);
}

enum err store_tx_custom_folder_update(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    return change(tx, SQL_CUSTOM_FOLDER_UPDATE, location_id, folder);
}

static enum err leave(struct store_view *view, struct str location_id,
                      const struct custom_folder *folder)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FIELDS_LEAVE_FOLDER);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, folder->object_key);
    sql_bind_text(statement, 3, folder->id);
    enum err err = sql_change(statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err store_tx_custom_folder_delete(struct store_tx *tx, struct str location_id,
                                       const struct custom_folder *folder)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_CUSTOM_FOLDER_DELETE);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, folder->id);
    enum err err = sql_change(statement);
    return err ? err : leave(tx->view, location_id, folder);
}
