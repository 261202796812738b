/*
 * The tables of the bodies of contacts, made from fields.def: which properties
 * there are, what kind each has, how long a text may be.
 */
#include "contact/patch.h"

enum bodies {
    IN_CREATE = 1 << CONTACT_BODY_CREATE,
    IN_UPDATE = 1 << CONTACT_BODY_UPDATE,
    IN_UPSERT = 1 << CONTACT_BODY_UPSERT,
    IN_ADDITIONAL = 1 << CONTACT_BODY_ADDITIONAL,
    IN_NEW = IN_CREATE | IN_UPSERT,
    IN_ALL = IN_NEW | IN_UPDATE,
};

struct body_field {
    enum bodies bodies;
    struct json_field field;
};

#define ROW(in, json_kind, member, json_name, ...)                 \
    {                                                              \
        .bodies = (in),                                            \
        .field = {.name = STR_INIT(json_name),                     \
                  .kind = JSON_KIND_##json_kind,                   \
                  .offset = offsetof(struct contact_body, member), \
                  __VA_ARGS__},                                    \
    },

#define TEXT_NONE(member, json_name, most)
#define TEXT_MUST(member, json_name, most) \
    ROW(IN_NEW, TEXT, member, json_name, .max = (most), .required = true)
#define TEXT_CREATE(member, json_name, most) ROW(IN_NEW, TEXT, member, json_name, .max = (most))
#define TEXT_UPDATE(member, json_name, most) ROW(IN_UPDATE, TEXT, member, json_name, .max = (most))
#define TEXT_BOTH(member, json_name, most)   ROW(IN_ALL, TEXT, member, json_name, .max = (most))

#define OTHER_FLAG(json_name) ROW(IN_ALL, FLAG, dnd, json_name)
#define OTHER_DND_SETTINGS(json_name) \
    ROW(IN_ALL, NESTED, dnd_settings, json_name, .table = &dnd_settings_table_v2)
#define OTHER_INBOUND_DND(json_name) \
    ROW(IN_ALL, NESTED, inbound_dnd, json_name, .table = &inbound_dnd_table)
#define OTHER_TAGS(json_name) \
    ROW(IN_ALL, TEXTS, tags, json_name, .max = CONTACT_TAG_LEN_MAX, .max_items = CONTACT_TAGS_MAX)
#define OTHER_FOLLOWERS(json_name)
#define OTHER_CUSTOM_VALUES(json_name)                                                  \
    ROW(IN_ALL, LIST, custom_fields, json_name, .max_items = CONTACT_CUSTOM_FIELDS_MAX, \
        .table = &custom_value_table)
#define OTHER_EMAILS(json_name)                                                                 \
    ROW(IN_ADDITIONAL, LIST, additional_emails, json_name, .max_items = CONTACT_ADDITIONAL_MAX, \
        .table = &additional_email_table)
#define OTHER_PHONES(json_name)                                                                 \
    ROW(IN_ADDITIONAL, LIST, additional_phones, json_name, .max_items = CONTACT_ADDITIONAL_MAX, \
        .table = &additional_phone_table)
#define OTHER_VALUE(json_name)

static const struct body_field body_fields[] = {
#define TEXT(member, json_name, most, bodies) TEXT_##bodies(member, json_name, most)
#define OTHER(kind, member, json_name)        OTHER_##kind(json_name)
#include "contact/fields.def"
    ROW(IN_UPSERT, FLAG, create_new_if_duplicate_allowed, "createNewIfDuplicateAllowed")};

enum { BODY_FIELD_COUNT = sizeof(body_fields) / sizeof(body_fields[0]) };

/* The rows of one kind of body, as `spelling` wants them; returns how many. */
static size_t take_fields(enum contact_body_kind kind, enum dnd_spelling spelling,
                          struct json_field fields[BODY_FIELD_COUNT])
{
    size_t count = 0;
    for (size_t i = 0; i < BODY_FIELD_COUNT; i++) {
        if (!(body_fields[i].bodies & (1 << kind)))
            continue;
        fields[count] = body_fields[i].field;
        if (fields[count].table == &dnd_settings_table_v2 && spelling == DND_SPELLING_V3)
            fields[count].table = &dnd_settings_table_v3;
        count++;
    }
    return count;
}

void contact_body_decode(const struct json *object, enum contact_body_kind kind,
                         enum dnd_spelling spelling, struct arena *arena, struct contact_body *body,
                         struct faults *faults)
{
    struct json_field fields[BODY_FIELD_COUNT];
    struct json_table table = {
        .fields = fields,
        .count = take_fields(kind, spelling, fields),
        .size = sizeof(struct contact_body),
    };
    json_table_decode(&table, object, arena, body, faults);
}
