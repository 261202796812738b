#include "contact/item.h"

#include "base/clock.h"
#include "contact/date.h"
#include "contact/plain_text.h"
#include "contact/text.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

enum {
    CREATES = JSON_BODY(ITEM_BODY_CREATE),
    CHANGES = CREATES | JSON_BODY(ITEM_BODY_UPDATE),
    COMPLETES = JSON_BODY(ITEM_BODY_COMPLETE),
};

#define ROW(json_kind, member, json_name, most, in, ...)          \
    {                                                             \
        .field = {.name = STR_INIT(json_name),                    \
                  .kind = JSON_KIND_##json_kind,                  \
                  .offset = offsetof(struct item_fields, member), \
                  .max = (most)},                                 \
        .bodies = (in), __VA_ARGS__                               \
    }
#define TEXT(...)                    ROW(TEXT, __VA_ARGS__)
#define FLAG(member, json_name, ...) ROW(FLAG, member, json_name, 0, __VA_ARGS__)

static const struct json_resource_field note_fields[] = {
    TEXT(body, "body", ITEM_BODY_MAX, CHANGES, .must = CREATES),
    TEXT(title, "title", ITEM_TITLE_MAX, CHANGES),
    TEXT(user_id, "userId", ITEM_WORD_MAX, CHANGES),
    TEXT(color, "color", ITEM_WORD_MAX, CHANGES),
    FLAG(pinned, "pinned", CHANGES),
};

static const struct json_resource_field task_fields[] = {
    TEXT(title, "title", ITEM_TITLE_MAX, CHANGES, .must = CREATES),
    TEXT(body, "body", ITEM_BODY_MAX, CHANGES),
    TEXT(assigned_to, "assignedTo", ITEM_WORD_MAX, CHANGES),
    TEXT(due_date, "dueDate", ITEM_WORD_MAX, CHANGES, .must = CREATES),
    FLAG(completed, "completed", CHANGES | COMPLETES, .must = CREATES | COMPLETES),
};

static const struct json_resource_field workflow_fields[] = {
    TEXT(event_start, "eventStartTime", ITEM_WORD_MAX, CHANGES),
};

#define RESOURCE(rows)                                                    \
    {                                                                     \
        (rows), sizeof(rows) / sizeof *(rows), sizeof(struct item_fields) \
    }

static const struct {
    struct str name;
    struct json_resource resource;
} kinds[] = {
    [ITEM_NOTE] = {STR_INIT("note"), RESOURCE(note_fields)},
    [ITEM_TASK] = {STR_INIT("task"), RESOURCE(task_fields)},
    [ITEM_CAMPAIGN] = {STR_INIT("campaign"), {.size = sizeof(struct item_fields)}},
    [ITEM_WORKFLOW] = {STR_INIT("workflow"), RESOURCE(workflow_fields)},
};

struct str item_kind_name(enum item_kind kind)
{
    return kinds[kind].name;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

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
    json_resource_read(&kinds[kind].resource, body, object, arena, fields, faults);
    check_time(arena, "dueDate", &fields->due_date, faults);
    check_time(arena, "eventStartTime", &fields->event_start, faults);
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

void item_merge(enum item_kind kind, const struct item_fields *patch, struct item_fields *kept)
{
    json_resource_merge(&kinds[kind].resource, patch, kept);
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
    struct item_fields whole = *fields;
    if (whole.pinned.presence != JSON_GIVEN)
        whole.pinned = (struct json_opt_flag){JSON_GIVEN, false};
    if (whole.completed.presence != JSON_GIVEN)
        whole.completed = (struct json_opt_flag){JSON_GIVEN, false};
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    json_member_string(w, STR("id"), identity->id);
    json_resource_write(&kinds[kind].resource, &whole, w);
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
    return json_resource_decode(&kinds[kind].resource, document, arena, fields);
}
