/*
 * The happy path: one table of rows, of which each body has some, and one list of options, however
 * it was given. Failure modes are faults of the body; what depends on the field that is changed is
 * found when the body is applied to it.
 */
#include "contact/custom_field_body.h"

#include "contact/custom_object.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

enum bodies {
    IN_LOCATION_CREATE = 1 << CUSTOM_FIELD_BODY_LOCATION_CREATE,
    IN_LOCATION_UPDATE = 1 << CUSTOM_FIELD_BODY_LOCATION_UPDATE,
    IN_OBJECT_CREATE = 1 << CUSTOM_FIELD_BODY_OBJECT_CREATE,
    IN_OBJECT_UPDATE = 1 << CUSTOM_FIELD_BODY_OBJECT_UPDATE,
    IN_LOCATION = IN_LOCATION_CREATE | IN_LOCATION_UPDATE,
    IN_OBJECT = IN_OBJECT_CREATE | IN_OBJECT_UPDATE,
    IN_CREATE = IN_LOCATION_CREATE | IN_OBJECT_CREATE,
    IN_ALL = IN_LOCATION | IN_OBJECT,
    IN_NONE = 0,
};

/* As published for both; locations give several of them. */
const struct str custom_field_formats[] = {
    STR_INIT(".pdf"),  STR_INIT(".docx"), STR_INIT(".doc"), STR_INIT(".jpg"),
    STR_INIT(".jpeg"), STR_INIT(".png"),  STR_INIT(".gif"), STR_INIT(".csv"),
    STR_INIT(".xlsx"), STR_INIT(".xls"),  STR_INIT("all"),  STR_INIT(""),
};

_Static_assert(sizeof custom_field_formats / sizeof *custom_field_formats ==
                   CUSTOM_FIELD_FORMATS_MAX + 1,
               "each once");

static const struct str models[] = {STR_INIT("contact"), STR_INIT("opportunity"), STR_INIT("")};

const struct str custom_field_types[] = {
#define TYPE(name, options) STR_INIT(#name),
    CUSTOM_FIELD_TYPES(TYPE)
#undef TYPE
        STR_INIT(""),
};

const struct str custom_field_object_types[] = {
    STR_INIT("TEXT"),           STR_INIT("LARGE_TEXT"),
    STR_INIT("NUMERICAL"),      STR_INIT("PHONE"),
    STR_INIT("MONETORY"),       STR_INIT("CHECKBOX"),
    STR_INIT("SINGLE_OPTIONS"), STR_INIT("MULTIPLE_OPTIONS"),
    STR_INIT("DATE"),           STR_INIT("TEXTBOX_LIST"),
    STR_INIT("FILE_UPLOAD"),    STR_INIT("RADIO"),
    STR_INIT("EMAIL"),          STR_INIT(""),
};

/* An option of an object, and a box of a location's TEXTBOX_LIST. */
struct option_body {
    struct json_opt_text key;
    struct json_opt_text label;
    struct json_opt_text url;
    struct json_opt_text prefill;
};

#define OPTION(member, json_name, most, ...)                                       \
    {                                                                              \
        .name = STR_INIT(json_name), .kind = JSON_KIND_TEXT,                       \
        .offset = offsetof(struct option_body, member), .max = (most), __VA_ARGS__ \
    }

/* Of an update the page says that keys are left out, and the schema that they are not. */
static const struct json_field option_fields[] = {
    OPTION(key, "key", CUSTOM_FIELD_NAME_MAX),
    OPTION(label, "label", CUSTOM_FIELD_NAME_MAX, .required = true),
    OPTION(url, "url", CUSTOM_FIELD_URL_MAX),
};

static const struct json_field new_option_fields[] = {
    OPTION(key, "key", CUSTOM_FIELD_NAME_MAX, .required = true),
    OPTION(label, "label", CUSTOM_FIELD_NAME_MAX, .required = true),
    OPTION(url, "url", CUSTOM_FIELD_URL_MAX),
};

static const struct json_field box_fields[] = {
    OPTION(key, "id", CUSTOM_FIELD_NAME_MAX),
    OPTION(label, "label", CUSTOM_FIELD_NAME_MAX, .required = true),
    OPTION(prefill, "prefillValue", CUSTOM_FIELD_NAME_MAX),
};

#define TABLE(rows)                                               \
    {                                                             \
        .fields = (rows), .count = sizeof(rows) / sizeof *(rows), \
        .size = sizeof(struct option_body)                        \
    }

static const struct json_table option_table = TABLE(option_fields);
static const struct json_table new_option_table = TABLE(new_option_fields);
static const struct json_table box_table = TABLE(box_fields);

struct row {
    unsigned bodies;
    unsigned required;
    struct json_field field;
};

#define ROW(in, must, json_kind, member, json_name, ...)                \
    {                                                                   \
        .bodies = (in), .required = (must),                             \
        .field = {.name = STR_INIT(json_name),                          \
                  .kind = JSON_KIND_##json_kind,                        \
                  .offset = offsetof(struct custom_field_body, member), \
                  __VA_ARGS__},                                         \
    }

/* Ids have 20 characters; more is nobody's. */
#define ID_MAX CUSTOM_FIELD_NAME_MAX

/* Of a location's: parentId, fieldKey, description, showInForms and options are not published, but
 * the live service takes them. */
static const struct row rows[] = {
    ROW(IN_OBJECT, IN_OBJECT, TEXT, location_id, "locationId", .max = ID_MAX),
    ROW(IN_ALL, IN_LOCATION, TEXT, name, "name", .max = CUSTOM_FIELD_NAME_MAX),
    ROW(IN_ALL, IN_NONE, TEXT, description, "description", .max = CUSTOM_FIELD_DESCRIPTION_MAX),
    ROW(IN_ALL, IN_NONE, TEXT, placeholder, "placeholder", .max = CUSTOM_FIELD_NAME_MAX),
    ROW(IN_ALL, IN_OBJECT, FLAG, in_forms, "showInForms"),
    ROW(IN_LOCATION_CREATE, IN_ALL, TEXT, data_type, "dataType", .one_of = custom_field_types),
    ROW(IN_OBJECT_CREATE, IN_ALL, TEXT, data_type, "dataType", .one_of = custom_field_object_types),
    ROW(IN_LOCATION, IN_NONE, TEXT, object, "model", .one_of = models),
    ROW(IN_OBJECT_CREATE, IN_ALL, TEXT, object, "objectKey", .max = CUSTOM_FIELD_NAME_MAX),
    ROW(IN_CREATE, IN_OBJECT, TEXT, field_key, "fieldKey", .max = CUSTOM_FIELD_NAME_MAX),
    ROW(IN_LOCATION | IN_OBJECT_CREATE, IN_OBJECT, TEXT, parent_id, "parentId", .max = ID_MAX),
    ROW(IN_LOCATION, IN_NONE, NUMBER, position, "position", .most = CUSTOM_FIELD_POSITION_MAX),
    ROW(IN_LOCATION, IN_NONE, TEXTS, labels, "options", .max = CUSTOM_FIELD_NAME_MAX,
        .max_items = CUSTOM_FIELD_OPTIONS_MAX),
    ROW(IN_LOCATION, IN_NONE, TEXTS, picklist, "picklistOptions", .max = CUSTOM_FIELD_NAME_MAX,
        .max_items = CUSTOM_FIELD_OPTIONS_MAX),
    ROW(IN_LOCATION, IN_NONE, LIST, boxes, "textBoxListOptions", .table = &box_table,
        .max_items = CUSTOM_FIELD_OPTIONS_MAX),
    ROW(IN_OBJECT_CREATE, IN_NONE, LIST, options, "options", .table = &new_option_table,
        .max_items = CUSTOM_FIELD_OPTIONS_MAX),
    ROW(IN_OBJECT_UPDATE, IN_NONE, LIST, options, "options", .table = &option_table,
        .max_items = CUSTOM_FIELD_OPTIONS_MAX),
    ROW(IN_OBJECT_CREATE, IN_NONE, FLAG, custom_option, "allowCustomOption"),
    ROW(IN_LOCATION, IN_NONE, TEXTS, formats, "acceptedFormat", .one_of = custom_field_formats,
        .max_items = CUSTOM_FIELD_FORMATS_MAX),
    ROW(IN_OBJECT, IN_NONE, TEXT, format, "acceptedFormats", .one_of = custom_field_formats),
    ROW(IN_LOCATION, IN_NONE, FLAG, many_files, "isMultipleFile"),
    ROW(IN_LOCATION, IN_NONE, NUMBER, files_max, "maxNumberOfFiles", .least = 1,
        .most = CUSTOM_FIELD_FILES_MAX),
    ROW(IN_OBJECT, IN_NONE, NUMBER, files_max, "maxFileLimit", .least = 1,
        .most = CUSTOM_FIELD_FILES_MAX),
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

_Static_assert((int)ROW_COUNT <= (int)JSON_TABLE_ROOM, "each body has some of them");

struct json_table custom_field_body_table(enum custom_field_body_kind kind,
                                          struct json_field room[JSON_TABLE_ROOM])
{
    struct json_table table = {.fields = room, .size = sizeof(struct custom_field_body)};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (!(rows[i].bodies & 1u << kind))
            continue;
        room[table.count] = rows[i].field;
        room[table.count++].required = (rows[i].required & 1u << kind) != 0;
    }
    return table;
}

/* ---- options ----------------------------------------------------------------------------------
 */

static void take_labels(struct arena *arena, const struct json_opt_texts *given,
                        struct custom_field_body *body)
{
    body->gives_options = true;
    body->option_items = ARENA_ARRAY(arena, struct custom_option, given->count);
    body->option_count = given->count;
    for (size_t i = 0; i < given->count; i++)
        body->option_items[i] = (struct custom_option){.label = given->items[i]};
}

static void take_objects(struct arena *arena, const struct json_opt_list *given,
                         struct custom_field_body *body)
{
    const struct option_body *items = given->items;
    body->gives_options = true;
    body->option_items = ARENA_ARRAY(arena, struct custom_option, given->count);
    body->option_count = given->count;
    for (size_t i = 0; i < given->count; i++) {
        body->option_items[i] = (struct custom_option){
            .key = items[i].key.value,
            .label = items[i].label.value,
            .url = items[i].url.value,
            .prefill = items[i].prefill.value,
        };
    }
}

/* The first way that has any: a form may send the others empty. */
static const char *take_options(struct arena *arena, struct custom_field_body *body)
{
    const char *name = "options";
    if (body->labels.count > 0) {
        take_labels(arena, &body->labels, body);
    } else if (body->picklist.count > 0) {
        take_labels(arena, &body->picklist, body);
        name = "picklistOptions";
    } else if (body->boxes.count > 0) {
        take_objects(arena, &body->boxes, body);
        name = "textBoxListOptions";
    } else {
        take_objects(arena, &body->options, body);
        body->gives_options =
            body->labels.presence != JSON_ABSENT || body->picklist.presence != JSON_ABSENT ||
            body->boxes.presence != JSON_ABSENT || body->options.presence != JSON_ABSENT;
    }
    return name;
}

/* By their labels, which a contact's value names, and by their keys. */
static bool are_different(const struct custom_field_body *body)
{
    for (size_t i = 0; i < body->option_count; i++) {
        const struct custom_option *one = &body->option_items[i];
        for (size_t j = 0; j < i; j++) {
            const struct custom_option *other = &body->option_items[j];
            if (str_eq(one->label, other->label) ||
                (!str_is_empty(one->key) && str_eq(one->key, other->key)))
                return false;
        }
    }
    return true;
}

/* A label that is no text is a fault already, and nothing to compare. */
static bool are_readable(const struct json_opt_list *given)
{
    const struct option_body *items = given->items;
    for (size_t i = 0; i < given->count; i++) {
        if (items[i].label.presence != JSON_GIVEN)
            return false;
    }
    return true;
}

static bool are_filled(const struct custom_field_body *body)
{
    for (size_t i = 0; i < body->option_count; i++) {
        if (str_is_empty(body->option_items[i].label))
            return false;
    }
    return true;
}

static void check_options(struct arena *arena, struct custom_field_body *body,
                          struct faults *faults)
{
    const char *name = take_options(arena, body);
    if (!are_readable(&body->boxes) || !are_readable(&body->options))
        return;
    if (!are_filled(body))
        faults_add(faults, "each value in %s should not be empty", name);
    else if (!are_different(body))
        faults_add(faults, "All %s's elements must be unique", name);
}

/* ---- the rest ---------------------------------------------------------------------------------
 */

static bool is_create(enum custom_field_body_kind kind)
{
    return (IN_CREATE & 1u << kind) != 0;
}

/* With its object's prefix or without; made of the name when it is not given. */
static void check_key(struct arena *arena, struct custom_field_body *body, struct faults *faults)
{
    bool given = !str_is_empty(body->field_key.value);
    const char *property = given ? "fieldKey" : "name";
    struct str text = given ? body->field_key.value : body->name.value;
    if (str_is_empty(body->object_key) || body->field_key.presence == JSON_REFUSED ||
        (!given && body->name.presence != JSON_GIVEN))
        return; /* a fault already */
    if (given)
        text = custom_object_without_prefix(arena, body->object_key, text);
    body->key = custom_field_key_of_name(arena, body->object_key, text);
    if (given && str_find(text, '.') < text.len)
        faults_add(faults, "fieldKey must begin with %.*s",
                   STR_ARG(custom_object_prefix(arena, body->object_key)));
    else if (custom_field_key_is_bare(body->key))
        faults_add(faults, "%s must contain a letter or a digit", property);
}

static void check_name(enum custom_field_body_kind kind, struct custom_field_body *body,
                       struct faults *faults)
{
    body->name.value = str_trim(body->name.value);
    if ((IN_LOCATION & 1u << kind) && body->name.presence == JSON_GIVEN &&
        str_is_empty(body->name.value)) {
        faults_add(faults, "name should not be empty");
        body->name.presence = JSON_REFUSED;
    }
    if (kind == CUSTOM_FIELD_BODY_OBJECT_CREATE && body->field_key.presence == JSON_GIVEN &&
        str_is_empty(body->field_key.value)) {
        faults_add(faults, "fieldKey should not be empty");
        body->field_key.presence = JSON_REFUSED;
    }
}

void custom_field_body_read(enum custom_field_body_kind kind, const struct json *object,
                            struct arena *arena, struct custom_field_body *body,
                            struct faults *faults)
{
    struct json_field room[JSON_TABLE_ROOM];
    const struct json_table table = custom_field_body_table(kind, room);
    json_table_decode(&table, object, arena, body, faults);
    check_name(kind, body, faults);
    if (body->object.presence == JSON_GIVEN && (IN_OBJECT & 1u << kind))
        custom_object_check(arena, body->object.value, &body->object_key, faults);
    else
        body->object_key = body->object.value;
    check_options(arena, body, faults);
    if (!is_create(kind))
        return;
    if (kind == CUSTOM_FIELD_BODY_LOCATION_CREATE && body->object.presence != JSON_REFUSED &&
        str_is_empty(body->object_key))
        body->object_key = STR(CUSTOM_FIELD_CONTACT);
    (void)custom_field_type_parse(body->data_type.value, &body->type);
    check_key(arena, body, faults);
}
