#include "contact/record.h"

#include "contact/contact.h"
#include "contact/text.h"
#include "contact/user.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

/* Which bodies may name a member: none (the program gives it), create, update, both. */
enum {
    NONE = 0,
    CREATE = JSON_BODY(RECORD_BODY_CREATE),
    UPDATE = JSON_BODY(RECORD_BODY_UPDATE),
    BOTH = CREATE | UPDATE,
};

#define ROW(json_kind, member, json_name, most, in, ...)            \
    {                                                               \
        .field = {.name = STR_INIT(json_name),                      \
                  .kind = JSON_KIND_##json_kind,                    \
                  .offset = offsetof(struct record_fields, member), \
                  .max = (most)},                                   \
        .bodies = (in), __VA_ARGS__                                 \
    }
#define TEXT(...)               ROW(TEXT, __VA_ARGS__)
#define WORD(member, name, ...) ROW(TEXT, member, name, RECORD_WORD_MAX, __VA_ARGS__)
#define ANY(member, name)       ROW(ANY, member, name, 0, NONE)

static const struct json_resource_field business_fields[] = {
    WORD(name, "name", BOTH, .must = CREATE),
    WORD(phone, "phone", BOTH),
    WORD(email, "email", BOTH),
    TEXT(website, "website", RECORD_URL_MAX, BOTH),
    TEXT(address, "address", RECORD_ADDRESS_MAX, BOTH),
    WORD(city, "city", BOTH),
    TEXT(description, "description", RECORD_TEXT_MAX, BOTH),
    WORD(state, "state", BOTH),
    WORD(postal_code, "postalCode", BOTH),
    WORD(country, "country", BOTH),
    ANY(updated_by, "updatedBy"),
    WORD(location_id, "locationId", CREATE, .must = CREATE),
    ANY(created_by, "createdBy"),
    WORD(created_at, "createdAt", NONE),
    WORD(updated_at, "updatedAt", NONE),
};

static const struct json_resource_field tag_fields[] = {
    TEXT(name, "name", CONTACT_TAG_LEN_MAX, BOTH, .must = BOTH),
    WORD(location_id, "locationId", NONE),
};

static const struct json_resource_field custom_value_fields[] = {
    WORD(name, "name", BOTH, .must = BOTH),
    TEXT(key, "fieldKey", 0, NONE),
    TEXT(value, "value", RECORD_VALUE_MAX, BOTH, .must = BOTH, .may_be_empty = true),
    WORD(location_id, "locationId", NONE),
};

static const struct str statuses[] = {STR_INIT("draft"), STR_INIT("published"), STR_INIT("")};

#define STATUS                                                      \
    {                                                               \
        .field = {.name = STR_INIT("status"),                       \
                  .kind = JSON_KIND_TEXT,                           \
                  .offset = offsetof(struct record_fields, status), \
                  .one_of = statuses},                              \
        .bodies = BOTH, .must = CREATE                              \
    }

static const struct json_resource_field campaign_fields[] = {
    WORD(name, "name", BOTH, .must = CREATE),
    STATUS,
    WORD(location_id, "locationId", NONE),
};

static const struct json_resource_field workflow_fields[] = {
    WORD(name, "name", BOTH, .must = CREATE), STATUS,
    WORD(created_at, "createdAt", NONE),      WORD(updated_at, "updatedAt", NONE),
    WORD(location_id, "locationId", NONE),
};

#define RESOURCE(rows)                                                      \
    {                                                                       \
        (rows), sizeof(rows) / sizeof *(rows), sizeof(struct record_fields) \
    }

static const struct json_resource business_resource = RESOURCE(business_fields);
static const struct json_resource tag_resource = RESOURCE(tag_fields);
static const struct json_resource custom_value_resource = RESOURCE(custom_value_fields);
static const struct json_resource campaign_resource = RESOURCE(campaign_fields);
static const struct json_resource workflow_resource = RESOURCE(workflow_fields);

static const struct {
    struct record_type type;
    const struct json_resource *resource;
} kinds[] = {
    [RECORD_BUSINESS] =
        {
            .type = {.name = STR_INIT("business"),
                     .title = STR_INIT("Business"),
                     .titles = STR_INIT("businesses"),
                     .id = RECORD_ID_HEX,
                     .most = BUSINESSES_MAX,
                     .bytes_most = BUSINESSES_BYTES_MAX},
            .resource = &business_resource,
        },
    [RECORD_TAG] =
        {
            .type = {.name = STR_INIT("tag"),
                     .title = STR_INIT("Tag"),
                     .titles = STR_INIT("tags"),
                     .named_by = STR_INIT("name"),
                     .most = RECORDS_MAX,
                     .bytes_most = RECORDS_BYTES_MAX},
            .resource = &tag_resource,
        },
    [RECORD_CUSTOM_VALUE] =
        {
            .type = {.name = STR_INIT("custom_value"),
                     .title = STR_INIT("Custom value"),
                     .titles = STR_INIT("custom values"),
                     .named_by = STR_INIT("name"),
                     .most = RECORDS_MAX,
                     .bytes_most = RECORDS_BYTES_MAX},
            .resource = &custom_value_resource,
        },
    [RECORD_CAMPAIGN] =
        {
            .type = {.name = STR_INIT("campaign"),
                     .title = STR_INIT("Campaign"),
                     .titles = STR_INIT("campaigns"),
                     .most = RECORDS_MAX,
                     .bytes_most = RECORDS_BYTES_MAX},
            .resource = &campaign_resource,
        },
    [RECORD_WORKFLOW] =
        {
            .type = {.name = STR_INIT("workflow"),
                     .title = STR_INIT("Workflow"),
                     .titles = STR_INIT("workflows"),
                     .id = RECORD_ID_UUID,
                     .most = RECORDS_MAX,
                     .bytes_most = RECORDS_BYTES_MAX},
            .resource = &workflow_resource,
        },
    [RECORD_USER] =
        {
            .type = {.name = STR_INIT("user"),
                     .title = STR_INIT("User"),
                     .titles = STR_INIT("users"),
                     .named_by = STR_INIT("email"),
                     .most = RECORDS_MAX,
                     .bytes_most = RECORDS_BYTES_MAX},
            .resource = &user_resource,
        },
};

const struct record_type *record_type(enum record_kind kind)
{
    return &kinds[kind].type;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

struct json_table record_body_table(enum record_kind kind, enum record_body body,
                                    struct json_field room[JSON_TABLE_ROOM])
{
    return json_resource_body_table(kinds[kind].resource, body, room);
}

struct json_table record_document_table(enum record_kind kind,
                                        struct json_field room[JSON_TABLE_ROOM])
{
    return json_resource_document_table(kinds[kind].resource, room);
}

/* "Pin code" to "{{ custom_values.pin_code }}"; empty when the name has no letter or digit. */
static struct str key_of_name(struct arena *arena, struct str name)
{
    struct str key = custom_field_key_of_name(arena, STR(CUSTOM_FIELD_CONTACT), name);
    if (custom_field_key_is_bare(key))
        return STR("");
    struct str words = str_slice(key, sizeof CUSTOM_FIELD_CONTACT "." - 1, key.len);
    return arena_format(arena, "{{ custom_values.%.*s }}", STR_ARG(words));
}

/* The fold of a letter may have more than one. */
static bool tag_gets_too_long(struct str given, struct str tag)
{
    return str_code_points(given) <= CONTACT_TAG_LEN_MAX &&
           str_code_points(tag) > CONTACT_TAG_LEN_MAX;
}

/* One that is empty as given has its fault already. */
static void read_name(enum record_kind kind, struct arena *arena, struct json_opt_text *name,
                      struct faults *faults)
{
    struct str given = name->value;
    if (name->presence != JSON_GIVEN || str_is_empty(given))
        return;
    name->value = kind == RECORD_TAG ? text_tag(arena, given) : str_trim(given);
    if (str_is_empty(name->value))
        faults_add(faults, "name should not be empty");
    else if (kind == RECORD_TAG && tag_gets_too_long(given, name->value))
        faults_add(faults, "name must be shorter than or equal to %d characters in lower case",
                   CONTACT_TAG_LEN_MAX);
    else if (kind == RECORD_CUSTOM_VALUE && str_is_empty(key_of_name(arena, name->value)))
        faults_add(faults, "name must contain a letter or a digit");
}

static void read_email(struct json_opt_text *email, struct faults *faults)
{
    if (email->presence != JSON_GIVEN || str_is_empty(email->value))
        return;
    email->value = str_trim(email->value);
    if (!text_is_email(email->value))
        faults_add(faults, "email must be an email");
}

void record_read(enum record_kind kind, enum record_body body, const struct json *object,
                 struct arena *arena, struct record_fields *fields, struct faults *faults)
{
    json_resource_read(kinds[kind].resource, body, object, arena, fields, faults);
    read_name(kind, arena, &fields->name, faults);
    read_email(&fields->email, faults);
    if (kind == RECORD_USER)
        user_read(arena, fields, faults);
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

void record_merge(enum record_kind kind, const struct record_fields *patch,
                  struct record_fields *kept)
{
    json_resource_merge(kinds[kind].resource, patch, kept);
}

static struct json_opt_text given(struct str text)
{
    return (struct json_opt_text){JSON_GIVEN, text};
}

/* All of it for every kind: what a kind has no row for is not written. */
void record_stamp(enum record_kind kind, const struct record_event *event, struct arena *arena,
                  struct record_fields *fields)
{
    fields->location_id = given(event->location_id);
    fields->updated_at = given(event->now);
    fields->updated_by = (struct json_opt_any){JSON_GIVEN, event->who};
    if (kind == RECORD_USER)
        user_stamp(arena, fields);
    if (!event->creates)
        return;
    fields->created_at = fields->updated_at;
    fields->created_by = fields->updated_by;
    if (kind == RECORD_CUSTOM_VALUE)
        fields->key = given(key_of_name(arena, fields->name.value));
}

struct str record_name(enum record_kind kind, const struct record_fields *fields,
                       struct arena *arena)
{
    if (kind == RECORD_CUSTOM_VALUE)
        return fields->key.value;
    return text_lower(arena, kind == RECORD_USER ? fields->email.value : fields->name.value);
}

struct str record_encode(enum record_kind kind, struct str id, const struct record_fields *fields,
                         struct arena *arena)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    json_member_string(w, STR("id"), id);
    json_resource_write(kinds[kind].resource, fields, w);
    if (kind == RECORD_WORKFLOW)
        json_member_int(w, STR("version"), 1); /* nothing changes one once it is made */
    json_end(w);
    return json_finish(w);
}

enum err record_decode(enum record_kind kind, struct str document, struct arena *arena,
                       struct record_fields *fields)
{
    return json_resource_decode(kinds[kind].resource, document, arena, fields);
}
