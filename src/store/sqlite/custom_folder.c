#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static void read_row(struct arena *arena, sqlite3_stmt *statement, struct custom_folder *folder)
{
    *folder = (struct custom_folder){
        .id = column_text(arena, statement, 1),
        .object_key = column_text(arena, statement, 2),
        .name = column_text(arena, statement, 3),
        .date_added_ms = column_int(statement, 4),
        .date_updated_ms = column_int(statement, 5),
    };
}

enum err custom_folder_row_get(struct store_view *view, struct arena *arena, struct str location_id,
                               struct str id, struct custom_folder *folder)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CUSTOM_FOLDER_GET);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, id);
    enum err err = statement_row(sqlite_view(view), statement);
    if (!err)
        read_row(arena, statement, folder);
    return err;
}

enum err custom_folder_row_list(struct store_view *view, struct arena *arena,
                                struct str location_id, struct str object_key,
                                struct custom_folder **folders, size_t *count)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CUSTOM_FOLDER_LIST);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, object_key);
    struct custom_folder *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct custom_folder, (size_t)column_int(statement, 0));
        read_row(arena, statement, &list[filled++]);
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *folders = list;
    *count = filled;
    return ERR_NONE;
}

static enum err change(struct store_tx *tx, enum sqlite_statement which, struct str location_id,
                       const struct custom_folder *folder)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, which);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, folder->id);
    bind_text(statement, 4, folder->name);
    bind_int(statement, 6, folder->date_updated_ms);
    if (which == SQL_CUSTOM_FOLDER_INSERT) {
        bind_text(statement, 3, folder->object_key);
        bind_int(statement, 5, folder->date_added_ms);
    }
    return statement_change(view, statement);
}

enum err custom_folder_row_insert(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder)
{
    return change(tx, SQL_CUSTOM_FOLDER_INSERT, location_id, folder);
}

enum err custom_folder_row_update(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder)
{
    return change(tx, SQL_CUSTOM_FOLDER_UPDATE, location_id, folder);
}

static enum err leave(struct sqlite_view *view, struct str location_id,
                      const struct custom_folder *folder)
{
    STATEMENT statement = statement_take(view, SQL_CUSTOM_FIELDS_LEAVE_FOLDER);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, folder->object_key);
    bind_text(statement, 3, folder->id);
    enum err err = statement_change(view, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err custom_folder_row_delete(struct store_tx *tx, struct str location_id,
                                  const struct custom_folder *folder)
{
    struct sqlite_view *view = sqlite_view(tx->view);
    STATEMENT statement = statement_take(view, SQL_CUSTOM_FOLDER_DELETE);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, folder->id);
    enum err err = statement_change(view, statement);
    return err ? err : leave(view, location_id, folder);
}
