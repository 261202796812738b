#include "contact/item.h"

#include "base/clock.h"
#include "contact/date.h"
#include "contact/plain_text.h"
#include "contact/text.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

#define ROW(json_kind, member, json_name, ...)                      \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct item_fields, member), __VA_ARGS__ \
    }

enum { FIELDS_MAX = 5 };

static const struct {
    struct str name;
    struct json_field fields[FIELDS_MAX];
    struct str required[FIELDS_MAX]; /* to create one */
} kinds[] = {
    [ITEM_NOTE] =
        {
            .name = STR_INIT("note"),
            .fields =
                {
                    ROW(TEXT, body, "body", .max = ITEM_BODY_MAX),
                    ROW(TEXT, title, "title", .max = ITEM_TITLE_MAX),
                    ROW(TEXT, user_id, "userId", .max = ITEM_WORD_MAX),
                    ROW(TEXT, color, "color", .max = ITEM_WORD_MAX),
                    ROW(FLAG, pinned, "pinned"),
                },
            .required = {STR_INIT("body")},
        },
    [ITEM_TASK] =
        {
            .name = STR_INIT("task"),
            .fields =
                {
                    ROW(TEXT, title, "title", .max = ITEM_TITLE_MAX),
                    ROW(TEXT, body, "body", .max = ITEM_BODY_MAX),
                    ROW(TEXT, assigned_to, "assignedTo", .max = ITEM_WORD_MAX),
                    ROW(TEXT, due_date, "dueDate", .max = ITEM_WORD_MAX),
                    ROW(FLAG, completed, "completed"),
                },
            .required = {STR_INIT("title"), STR_INIT("dueDate"), STR_INIT("completed")},
        },
    [ITEM_CAMPAIGN] = {.name = STR_INIT("campaign")},
    [ITEM_WORKFLOW] =
        {
            .name = STR_INIT("workflow"),
            .fields = {ROW(TEXT, event_start, "eventStartTime", .max = ITEM_WORD_MAX)},
        },
};

/* A kind has fewer fields where the rest have no name. */
static size_t field_count(enum item_kind kind)
{
    size_t count = 0;
    while (count < FIELDS_MAX && !str_is_empty(kinds[kind].fields[count].name))
        count++;
    return count;
}

static struct json_table table_of(enum item_kind kind)
{
    return (struct json_table){.fields = kinds[kind].fields,
                               .count = field_count(kind),
                               .size = sizeof(struct item_fields)};
}

struct str item_kind_name(enum item_kind kind)
{
    return kinds[kind].name;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static bool is_required(enum item_kind kind, struct str name)
{
    for (size_t i = 0; i < FIELDS_MAX; i++) {
        if (str_eq(kinds[kind].required[i], name))
            return true;
    }
    return false;
}

/* The rows that a body of this sort may have; returns how many. */
static size_t rows_of(enum item_kind kind, enum item_body body, struct json_field *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < field_count(kind); i++) {
        struct json_field row = kinds[kind].fields[i];
        bool completes = str_eq(row.name, STR("completed"));
        if (body == ITEM_BODY_COMPLETE && !completes)
            continue;
        row.required =
            body == ITEM_BODY_COMPLETE || (body == ITEM_BODY_CREATE && is_required(kind, row.name));
        rows[count++] = row;
    }
    return count;
}

/* What one has to have can be changed, but neither cleared nor emptied. */
static void check_required(enum item_kind kind, const struct item_fields *fields,
                           struct faults *faults)
{
    for (size_t i = 0; i < field_count(kind); i++) {
        const struct json_field *field = &kinds[kind].fields[i];
        const void *slot = (const char *)fields + field->offset;
        const struct json_opt_text *text = slot;
        bool is_text = field->kind == JSON_KIND_TEXT;
        if (!is_required(kind, field->name))
            continue;
        if (*(const enum json_presence *)slot == JSON_CLEARED)
            faults_add(faults, "%.*s must be a %s", STR_ARG(field->name),
                       is_text ? "string" : "boolean value");
        else if (is_text && text->presence == JSON_GIVEN && str_is_empty(text->value))
            faults_add(faults, "%.*s should not be empty", STR_ARG(field->name));
    }
}

/* A date or a time, with or without milliseconds and offset: kept as the API writes times. */
static void check_time(struct arena *arena, const char *name, struct json_opt_text *time,
                       struct faults *faults)
{
    int64_t wall_ms;
    if (time->presence != JSON_GIVEN || str_is_empty(time->value))
        return;
    if (date_parse_instant(str_trim(time->value), &wall_ms))
        time->value = clock_iso(arena, wall_ms);
    else
        faults_add(faults, "%s must be a valid ISO 8601 date string", name);
}

void item_read(enum item_kind kind, enum item_body body, const struct json *object,
               struct arena *arena, struct item_fields *fields, struct faults *faults)
{
    struct json_field rows[FIELDS_MAX];
    const struct json_table table = {
        .fields = rows, .count = rows_of(kind, body, rows), .size = sizeof(struct item_fields)};
    json_table_decode(&table, object, arena, fields, faults);
    check_required(kind, fields, faults);
    check_time(arena, "dueDate", &fields->due_date, faults);
    check_time(arena, "eventStartTime", &fields->event_start, faults);
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

void item_merge(enum item_kind kind, const struct item_fields *patch, struct item_fields *kept)
{
    const struct json_table table = table_of(kind);
    json_table_merge(&table, patch, kept);
}

static void write_relation(struct json_writer *w, struct str contact_id)
{
    json_key(w, STR("relations"));
    json_begin_array(w);
    json_begin_object(w);
    json_member_string(w, STR("objectKey"), STR("contact"));
    json_member_string(w, STR("recordId"), contact_id);
    json_end(w);
    json_end(w);
}

static void write_note_members(struct json_writer *w, const struct item_identity *identity,
                               const struct item_fields *fields, struct arena *arena)
{
    json_member_string(w, STR("bodyText"), plain_text_of(arena, fields->body.value));
    json_member_string(w, STR("dateAdded"), identity->date_added);
    json_member_string(w, STR("contactId"), identity->contact_id);
    write_relation(w, identity->contact_id);
}

struct str item_encode(enum item_kind kind, const struct item_identity *identity,
                       const struct item_fields *fields, struct arena *arena)
{
    const struct json_table table = table_of(kind);
    struct item_fields whole = *fields;
    if (whole.pinned.presence != JSON_GIVEN)
        whole.pinned = (struct json_opt_flag){JSON_GIVEN, false};
    if (whole.completed.presence != JSON_GIVEN)
        whole.completed = (struct json_opt_flag){JSON_GIVEN, false};
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    json_member_string(w, STR("id"), identity->id);
    json_table_write(&table, &whole, w);
    if (kind == ITEM_NOTE)
        write_note_members(w, identity, fields, arena);
    else
        json_member_string(w, STR("contactId"), identity->contact_id);
    json_end(w);
    return json_finish(w);
}

struct str item_fold(struct arena *arena, struct str text)
{
    return text_lower(arena, text_nfc(arena, text));
}

struct item_index item_index_of(enum item_kind kind, const struct item_fields *fields,
                                struct arena *arena)
{
    if (kind != ITEM_TASK)
        return (struct item_index){.completed = false};
    return (struct item_index){
        .title = item_fold(arena, fields->title.value),
        .assigned_to = fields->assigned_to.value,
        .completed = fields->completed.value,
    };
}

enum err item_decode(enum item_kind kind, struct str document, struct arena *arena,
                     struct item_fields *fields)
{
    const struct json_table table = table_of(kind);
    const struct json *root;
    struct json_malformed malformed;
    struct faults ignored; /* what the program adds is not in the table */
    faults_init(&ignored, arena);
    enum err err = json_parse(arena, document, &root, &malformed);
    if (err || json_type(root) != JSON_OBJECT)
        return ERR_STORE_FAILED;
    json_table_decode(&table, root, arena, fields, &ignored);
    return ERR_NONE;
}
