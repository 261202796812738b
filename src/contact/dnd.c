#include "contact/dnd.h"

/* Ours; nothing is published. A message is a sentence for the log of a contact, a code is a word.
 */
enum { DND_MESSAGE_MAX = 1000, DND_CODE_MAX = 255 };

static const struct str statuses[] = {
    STR_INIT("active"),
    STR_INIT("inactive"),
    STR_INIT("permanent"),
    {.ptr = NULL},
};

static const struct str inbound_statuses[] = {
    STR_INIT("active"),
    STR_INIT("inactive"),
    {.ptr = NULL},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define STATUS_ROW(values)                                                                         \
    {                                                                                              \
        .name = STR_INIT("status"), .kind = JSON_KIND_TEXT,                                        \
        .offset = offsetof(struct dnd_setting_body, status), .required = true, .one_of = (values), \
    }

#define TEXT_ROW(member, most)                                              \
    {                                                                       \
        .name = STR_INIT(#member), .kind = JSON_KIND_TEXT,                  \
        .offset = offsetof(struct dnd_setting_body, member), .max = (most), \
    }

static const struct json_field setting_fields[] = {
    STATUS_ROW(statuses),
    TEXT_ROW(message, DND_MESSAGE_MAX),
    TEXT_ROW(code, DND_CODE_MAX),
};

static const struct json_table setting_table = {
    .fields = setting_fields,
    .count = COUNT(setting_fields),
    .size = sizeof(struct dnd_setting_body),
};

static const struct json_field inbound_setting_fields[] = {
    STATUS_ROW(inbound_statuses),
    TEXT_ROW(message, DND_MESSAGE_MAX),
};

static const struct json_table inbound_setting_table = {
    .fields = inbound_setting_fields,
    .count = COUNT(inbound_setting_fields),
    .size = sizeof(struct dnd_setting_body),
};

#define CHANNEL_ROW(channel, key)                                              \
    {                                                                          \
        .name = STR_INIT(key),                                                 \
        .kind = JSON_KIND_NESTED,                                              \
        .offset = offsetof(struct dnd_settings_body, channels[DND_##channel]), \
        .table = &setting_table,                                               \
    },

static const struct json_field channel_fields_v2[] = {
#define DND(channel, key, key_v3) CHANNEL_ROW(channel, key)
    DND_CHANNELS(DND)
#undef DND
};

static const struct json_field channel_fields_v3[] = {
#define DND(channel, key, key_v3) CHANNEL_ROW(channel, key_v3)
    DND_CHANNELS(DND)
#undef DND
};

const struct json_table dnd_settings_table_v2 = {
    .fields = channel_fields_v2,
    .count = DND_CHANNEL_COUNT,
    .size = sizeof(struct dnd_settings_body),
};

const struct json_table dnd_settings_table_v3 = {
    .fields = channel_fields_v3,
    .count = DND_CHANNEL_COUNT,
    .size = sizeof(struct dnd_settings_body),
};

static const struct json_field inbound_fields[] = {
    {
        .name = STR_INIT("all"),
        .kind = JSON_KIND_NESTED,
        .offset = offsetof(struct inbound_dnd_body, all),
        .table = &inbound_setting_table,
    },
};

const struct json_table inbound_dnd_table = {
    .fields = inbound_fields,
    .count = COUNT(inbound_fields),
    .size = sizeof(struct inbound_dnd_body),
};

/* A part that the body leaves out or gives as null is the empty text in either case. */
static struct dnd_setting setting_of_body(const struct json_opt_nested *given)
{
    if (given->presence != JSON_GIVEN)
        return (struct dnd_setting){0};
    const struct dnd_setting_body *body = given->value;
    return (struct dnd_setting){body->status.value, body->message.value, body->code.value};
}

void dnd_settings_merge(struct dnd_settings *settings, const struct json_opt_nested *given)
{
    if (given->presence == JSON_CLEARED)
        *settings = (struct dnd_settings){0};
    if (given->presence != JSON_GIVEN)
        return;
    const struct dnd_settings_body *body = given->value;
    for (size_t i = 0; i < DND_CHANNEL_COUNT; i++)
        if (body->channels[i].presence != JSON_ABSENT)
            settings->channels[i] = setting_of_body(&body->channels[i]);
}

void inbound_dnd_merge(struct inbound_dnd *inbound, const struct json_opt_nested *given)
{
    if (given->presence == JSON_CLEARED)
        *inbound = (struct inbound_dnd){0};
    if (given->presence != JSON_GIVEN)
        return;
    const struct inbound_dnd_body *body = given->value;
    if (body->all.presence == JSON_ABSENT)
        return;
    struct dnd_setting setting = setting_of_body(&body->all);
    *inbound = (struct inbound_dnd){setting.status, setting.message};
}

static struct dnd_setting setting_read(const struct json *object)
{
    struct dnd_setting setting = {0};
    if (json_type(object) != JSON_OBJECT)
        return setting;
    struct json_walk walk = json_walk(object);
    while (json_next(&walk)) {
        if (json_type(walk.value) != JSON_STRING)
            continue;
        if (str_eq(walk.key, STR("status")))
            setting.status = json_string(walk.value);
        else if (str_eq(walk.key, STR("message")))
            setting.message = json_string(walk.value);
        else if (str_eq(walk.key, STR("code")))
            setting.code = json_string(walk.value);
    }
    return setting;
}

void dnd_settings_read(const struct json *object, struct dnd_settings *settings)
{
    *settings = (struct dnd_settings){0};
    struct json_walk walk = json_walk(object);
    while (json_next(&walk))
        for (size_t i = 0; i < DND_CHANNEL_COUNT; i++)
            if (str_eq(walk.key, channel_fields_v2[i].name))
                settings->channels[i] = setting_read(walk.value);
}

void inbound_dnd_read(const struct json *object, struct inbound_dnd *inbound)
{
    *inbound = (struct inbound_dnd){0};
    const struct json *all = json_member(object, STR("all"));
    if (!all)
        return;
    struct dnd_setting setting = setting_read(all);
    *inbound = (struct inbound_dnd){setting.status, setting.message};
}

static void setting_write(struct json_writer *w, struct str key, const struct dnd_setting *setting)
{
    json_key(w, key);
    json_begin_object(w);
    json_member_string(w, STR("status"), setting->status);
    if (!str_is_empty(setting->message))
        json_member_string(w, STR("message"), setting->message);
    if (!str_is_empty(setting->code))
        json_member_string(w, STR("code"), setting->code);
    json_end(w);
}

static bool has_channel(const struct dnd_settings *settings)
{
    for (size_t i = 0; i < DND_CHANNEL_COUNT; i++)
        if (!str_is_empty(settings->channels[i].status))
            return true;
    return false;
}

void dnd_settings_write(struct json_writer *w, const struct dnd_settings *settings,
                        enum dnd_spelling spelling)
{
    if (!has_channel(settings))
        return;
    const struct json_field *fields =
        spelling == DND_SPELLING_V3 ? channel_fields_v3 : channel_fields_v2;
    json_key(w, STR("dndSettings"));
    json_begin_object(w);
    for (size_t i = 0; i < DND_CHANNEL_COUNT; i++)
        if (!str_is_empty(settings->channels[i].status))
            setting_write(w, fields[i].name, &settings->channels[i]);
    json_end(w);
}

void inbound_dnd_write(struct json_writer *w, const struct inbound_dnd *inbound)
{
    if (str_is_empty(inbound->status))
        return;
    json_key(w, STR("inboundDndSettings"));
    json_begin_object(w);
    struct dnd_setting setting = {.status = inbound->status, .message = inbound->message};
    setting_write(w, STR("all"), &setting);
    json_end(w);
}
