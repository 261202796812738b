#include "base/log.h"
#include "store/tables/sql.h"
#include "store/tables/tables.h"
#include "json/json.h"
#include "json/writer.h"

/* ---- lists, as JSON ---------------------------------------------------------------------------
 */

static void write_member(struct json_writer *w, struct str name, struct str text)
{
    if (!str_is_empty(text))
        json_member_string(w, name, text);
}

static struct str write_options(struct arena *arena, const struct custom_field *field)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_array(w);
    for (size_t i = 0; i < field->option_count; i++) {
        json_begin_object(w);
        write_member(w, STR("key"), field->options[i].key);
        write_member(w, STR("label"), field->options[i].label);
        write_member(w, STR("url"), field->options[i].url);
        write_member(w, STR("prefill"), field->options[i].prefill);
        json_end(w);
    }
    json_end(w);
    return json_finish(w);
}

static struct str write_formats(struct arena *arena, const struct custom_field *field)
{
    return json_array_of_texts(arena, field->formats.items, field->formats.count);
}

/* False when the text is not an array: only another hand than ours writes such a row. */
static bool read_array(struct arena *arena, struct str text, const struct json **array)
{
    struct json_malformed malformed;
    return !json_parse(arena, text, array, &malformed) && json_type(*array) == JSON_ARRAY;
}

static struct str read_member(const struct json *object, struct str name)
{
    const struct json *value = json_member(object, name);
    return value && json_type(value) == JSON_STRING ? json_string(value) : STR("");
}

static bool read_options(struct arena *arena, struct str text, struct custom_field *field)
{
    const struct json *array;
    if (!read_array(arena, text, &array))
        return false;
    field->options = ARENA_ARRAY(arena, struct custom_option, json_count(array));
    struct json_walk walk = json_walk(array);
    while (json_next(&walk)) {
        if (json_type(walk.value) != JSON_OBJECT)
            return false;
        field->options[field->option_count++] = (struct custom_option){
            .key = read_member(walk.value, STR("key")),
            .label = read_member(walk.value, STR("label")),
            .url = read_member(walk.value, STR("url")),
            .prefill = read_member(walk.value, STR("prefill")),
        };
    }
    return true;
}

static bool read_formats(struct arena *arena, struct str text, struct text_list *formats)
{
    const struct json *array;
    if (!read_array(arena, text, &array))
        return false;
    formats->items = ARENA_ARRAY(arena, struct str, json_count(array));
    struct json_walk walk = json_walk(array);
    while (json_next(&walk)) {
        if (json_type(walk.value) != JSON_STRING)
            return false;
        formats->items[formats->count++] = json_string(walk.value);
    }
    return true;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static enum err read_row(struct arena *arena, struct sql_statement *statement,
                         struct custom_field *field)
{
    *field = (struct custom_field){
        .id = sql_text(arena, statement, 1),
        .object_key = sql_text(arena, statement, 2),
        .key = sql_text(arena, statement, 3),
        .parent_id = sql_text(arena, statement, 4),
        .position = sql_int(statement, 6),
        .files_max = sql_int(statement, 7),
        .allows_many_files = sql_int(statement, 8) != 0,
        .allows_custom_option = sql_int(statement, 9) != 0,
        .shows_in_forms = sql_int(statement, 10) != 0,
        .date_added_ms = sql_int(statement, 11),
        .date_updated_ms = sql_int(statement, 12),
        .name = sql_text(arena, statement, 13),
        .placeholder = sql_text(arena, statement, 14),
        .description = sql_text(arena, statement, 15),
    };
    if (custom_field_type_parse(sql_text(arena, statement, 5), &field->type) &&
        read_formats(arena, sql_text(arena, statement, 16), &field->formats) &&
        read_options(arena, sql_text(arena, statement, 17), field))
        return ERR_NONE;
    log_event(LOG_ERROR, "store_damaged", log_str("custom_field", field->id));
    return ERR_STORE_FAILED;
}

static enum err read_one(struct store_view *view, struct arena *arena, enum sql which,
                         struct str location_id, struct str wanted, struct custom_field *field)
{
    SQL_STATEMENT statement = sql_take(view, which);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, wanted);
    enum err err = sql_row(statement);
    return err ? err : read_row(arena, statement, field);
}

enum err store_custom_field_get(struct store_view *view, struct arena *arena,
                                struct str location_id, struct str id, struct custom_field *field)
{
    return read_one(view, arena, SQL_CUSTOM_FIELD_GET, location_id, id, field);
}

enum err store_custom_field_by_key(struct store_view *view, struct arena *arena,
                                   struct str location_id, struct str key,
                                   struct custom_field *field)
{
    return read_one(view, arena, SQL_CUSTOM_FIELD_BY_KEY, location_id, key, field);
}

enum err store_custom_field_list(struct store_view *view, struct arena *arena,
                                 struct str location_id, struct str object_key,
                                 struct custom_fields *fields)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FIELD_LIST);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, object_key);
    struct custom_field *list = NULL;
    size_t filled = 0;
    enum err err;
    while ((err = sql_row(statement)) == ERR_NONE) {
        if (!list)
            list = ARENA_ARRAY(arena, struct custom_field, (size_t)sql_int(statement, 0));
        err = read_row(arena, statement, &list[filled++]);
        if (err)
            return err;
    }
    if (err != ERR_NOT_FOUND)
        return err;
    *fields = (struct custom_fields){.items = list, .count = filled};
    return ERR_NONE;
}

enum err store_custom_field_total(struct store_view *view, struct str location_id,
                                  struct str object_key, struct custom_field_total *total)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FIELD_TOTAL);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, object_key);
    enum err err = sql_row(statement);
    if (!err)
        *total = (struct custom_field_total){sql_int(statement, 0), sql_int(statement, 1)};
    return err;
}

/* ---- changing ---------------------------------------------------------------------------------
 */

/* ?7, the type, and ?3, ?4, ?13 are of an insert: an update leaves them as they are. */
static void bind_field(struct sql_statement *statement, struct str location_id,
                       const struct custom_field *field)
{
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, field->id);
    sql_bind_int(statement, 5, (int64_t)custom_field_size(field));
    sql_bind_text(statement, 6, field->parent_id);
    sql_bind_int(statement, 8, field->position);
    sql_bind_int(statement, 9, field->files_max);
    sql_bind_int(statement, 10, field->allows_many_files);
    sql_bind_int(statement, 11, field->allows_custom_option);
    sql_bind_int(statement, 12, field->shows_in_forms);
    sql_bind_int(statement, 14, field->date_updated_ms);
    sql_bind_text(statement, 15, field->name);
    sql_bind_text(statement, 16, field->placeholder);
    sql_bind_text(statement, 17, field->description);
}

static enum err insert(struct store_view *view, struct arena *arena, struct str location_id,
                       const struct custom_field *field)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FIELD_INSERT);
    bind_field(statement, location_id, field);
    sql_bind_text(statement, 3, field->object_key);
    sql_bind_text(statement, 4, field->key);
    sql_bind_text(statement, 7, custom_field_type_name(field->type));
    sql_bind_int(statement, 13, field->date_added_ms);
    sql_bind_text(statement, 18, write_formats(arena, field));
    sql_bind_text(statement, 19, write_options(arena, field));
    return sql_change(statement);
}

enum err store_tx_custom_field_insert(struct store_tx *tx, struct str location_id,
                                      const struct custom_field *field)
{
    struct arena arena;
    arena_init(&arena);
    enum err err = insert(tx->view, &arena, location_id, field);
    arena_release(&arena);
    return err;
}

static enum err update(struct store_view *view, struct arena *arena, struct str location_id,
                       const struct custom_field *field)
{
    SQL_STATEMENT statement = sql_take(view, SQL_CUSTOM_FIELD_UPDATE);
    bind_field(statement, location_id, field);
    sql_bind_text(statement, 18, write_formats(arena, field));
    sql_bind_text(statement, 19, write_options(arena, field));
    return sql_change(statement);
}

enum err store_tx_custom_field_update(struct store_tx *tx, struct str location_id,
                                      const struct custom_field *field)
{
    struct arena arena;
    arena_init(&arena);
    enum err err = update(tx->view, &arena, location_id, field);
    arena_release(&arena);
    return err;
}

enum err store_tx_custom_field_delete(struct store_tx *tx, struct str location_id, struct str id)
{
    SQL_STATEMENT statement = sql_take(tx->view, SQL_CUSTOM_FIELD_DELETE);
    sql_bind_text(statement, 1, location_id);
    sql_bind_text(statement, 2, id);
    return sql_change(statement);
}
