#include "base/log.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"
#include "json/json.h"
#include "json/writer.h"

static struct str write_options(struct arena *arena, const struct custom_field *field)
{
    return json_array_of_texts(arena, field->options, field->option_count);
}

/* False when the text is not an array of texts: only another hand than ours writes such a row. */
static bool read_options(struct arena *arena, struct str text, struct custom_field *field)
{
    const struct json *array = NULL;
    struct json_malformed malformed;
    if (json_parse(arena, text, &array, &malformed) || json_type(array) != JSON_ARRAY)
        return false;
    field->options = ARENA_ARRAY(arena, struct str, json_count(array));
    struct json_walk walk = json_walk(array);
    while (json_next(&walk)) {
        if (json_type(walk.value) != JSON_STRING)
            return false;
        field->options[field->option_count++] = json_string(walk.value);
    }
    return true;
}

static enum err read_row(struct arena *arena, sqlite3_stmt *statement, struct custom_field *field)
{
    *field = (struct custom_field){
        .id = column_text(arena, statement, 1),
        .key = column_text(arena, statement, 2),
        .name = column_text(arena, statement, 3),
        .placeholder = column_text(arena, statement, 4),
        .position = column_int(statement, 6),
        .allows_custom_option = column_int(statement, 8) != 0,
    };
    if (custom_field_type_parse(column_text(arena, statement, 5), &field->type) &&
        read_options(arena, column_text(arena, statement, 7), field))
        return ERR_NONE;
    log_event(LOG_ERROR, "store_damaged", log_str("custom_field", field->id));
    return ERR_STORE_FAILED;
}

enum err custom_field_row_list(struct store_view *view, struct arena *arena, struct str location_id,
                               struct custom_fields *fields)
{
    STATEMENT statement = statement_take(sqlite_view(view), SQL_CUSTOM_FIELD_LIST);
    bind_text(statement, 1, location_id);
    struct custom_field *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = statement_row(sqlite_view(view), statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct custom_field, (size_t)column_int(statement, 0));
        err = read_row(arena, statement, &list[filled++]);
        if (err)
            return err;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *fields = (struct custom_fields){.items = list, .count = filled};
    return ERR_NONE;
}

static enum err insert(struct sqlite_view *view, struct str location_id,
                       const struct custom_field *field, struct str options)
{
    STATEMENT statement = statement_take(view, SQL_CUSTOM_FIELD_INSERT);
    bind_text(statement, 1, location_id);
    bind_text(statement, 2, field->id);
    bind_text(statement, 3, field->key);
    bind_text(statement, 4, field->name);
    bind_text(statement, 5, field->placeholder);
    bind_text(statement, 6, custom_field_type_name(field->type));
    bind_int(statement, 7, field->position);
    bind_text(statement, 8, options);
    bind_int(statement, 9, field->allows_custom_option);
    return statement_change(view, statement);
}

enum err custom_field_row_insert(struct store_tx *tx, struct str location_id,
                                 const struct custom_field *field)
{
    struct arena arena;
    arena_init(&arena);
    enum err err = insert(sqlite_view(tx->view), location_id, field, write_options(&arena, field));
    arena_release(&arena);
    return err;
}
