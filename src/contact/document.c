/*
 * The document, read and written by one table of members.
 *
 * The happy path of reading: a document this program wrote has its members in the order of the
 * table with some left out, so the next member is nearly always the next row or one soon after it,
 * and no name is looked up. Every update reads one on the committer's thread. A member in another
 * place costs one round of the table; one that is not in the table is dropped; one of the wrong
 * type means that the document is damaged, and nothing of it is used.
 */
#include "contact/contact.h"

#include "json/writer.h"

enum member_kind {
    MEMBER_TEXT,
    MEMBER_FLAG,
    MEMBER_DND_SETTINGS,
    MEMBER_INBOUND_DND,
    MEMBER_TAGS,
    MEMBER_FOLLOWERS,
    MEMBER_CUSTOM_VALUES,
    MEMBER_EMAILS,
    MEMBER_PHONES,
    MEMBER_VALUE, /* kept as it is */
};

struct member {
    struct str name;
    enum member_kind kind;
    size_t offset; /* in struct contact */
};

static const struct member members[] = {
#define TEXT(member, json_name, max, bodies) \
    {STR_INIT(json_name), MEMBER_TEXT, offsetof(struct contact, member)},
#define OTHER(kind, member, json_name) \
    {STR_INIT(json_name), MEMBER_##kind, offsetof(struct contact, member)},
#include "contact/fields.def"
};

enum { MEMBER_COUNT = sizeof(members) / sizeof(members[0]) };

/* The row of a name, looked for from the expected one on; MEMBER_COUNT when there is none. */
static size_t member_find(struct str name, size_t expected)
{
    for (size_t i = 0; i < MEMBER_COUNT; i++) {
        size_t row = (expected + i) % MEMBER_COUNT;
        if (str_eq(members[row].name, name))
            return row;
    }
    return MEMBER_COUNT;
}

static bool read_text(const struct json *value, struct str *text)
{
    if (json_type(value) != JSON_STRING)
        return false;
    *text = json_string(value);
    return true;
}

static bool read_texts(struct arena *arena, const struct json *value, struct text_list *list)
{
    *list = (struct text_list){.items = ARENA_ARRAY(arena, struct str, json_count(value))};
    struct json_walk walk = json_walk(value);
    while (json_next(&walk))
        if (!read_text(walk.value, &list->items[list->count++]))
            return false;
    return true;
}

static bool read_custom_value(const struct json *value, struct custom_value *custom)
{
    if (json_type(value) != JSON_OBJECT)
        return false;
    *custom = (struct custom_value){.value = NULL};
    struct json_walk walk = json_walk(value);
    while (json_next(&walk)) {
        if (str_eq(walk.key, STR("id")) && !read_text(walk.value, &custom->id))
            return false;
        if (str_eq(walk.key, STR("value")))
            custom->value = walk.value;
    }
    return !str_is_empty(custom->id) && custom->value;
}

static bool read_custom_values(struct arena *arena, const struct json *value,
                               struct contact *contact)
{
    contact->custom_values = ARENA_ARRAY(arena, struct custom_value, json_count(value));
    contact->custom_value_count = 0;
    struct json_walk walk = json_walk(value);
    while (json_next(&walk))
        if (!read_custom_value(walk.value, &contact->custom_values[contact->custom_value_count++]))
            return false;
    return true;
}

/* What a member of each kind has to be; a MEMBER_VALUE may be anything. */
static const enum json_type member_types[] = {
    [MEMBER_TEXT] = JSON_STRING,         [MEMBER_FLAG] = JSON_BOOL,
    [MEMBER_DND_SETTINGS] = JSON_OBJECT, [MEMBER_INBOUND_DND] = JSON_OBJECT,
    [MEMBER_TAGS] = JSON_ARRAY,          [MEMBER_FOLLOWERS] = JSON_ARRAY,
    [MEMBER_CUSTOM_VALUES] = JSON_ARRAY, [MEMBER_EMAILS] = JSON_ARRAY,
    [MEMBER_PHONES] = JSON_ARRAY,
};

static bool member_read(struct arena *arena, const struct member *member, const struct json *value,
                        struct contact *contact)
{
    void *place = (char *)contact + member->offset;
    if (member->kind != MEMBER_VALUE && json_type(value) != member_types[member->kind])
        return false;
    switch (member->kind) {
    case MEMBER_TEXT:
        *(struct str *)place = json_string(value);
        break;
    case MEMBER_FLAG:
        *(bool *)place = json_bool(value);
        break;
    case MEMBER_DND_SETTINGS:
        dnd_settings_read(value, place);
        break;
    case MEMBER_INBOUND_DND:
        inbound_dnd_read(value, place);
        break;
    case MEMBER_TAGS:
    case MEMBER_FOLLOWERS:
        return read_texts(arena, value, place);
    case MEMBER_CUSTOM_VALUES:
        return read_custom_values(arena, value, contact);
    case MEMBER_EMAILS:
        return additional_read(MATCH_EMAIL, value, arena, place);
    case MEMBER_PHONES:
        return additional_read(MATCH_PHONE, value, arena, place);
    case MEMBER_VALUE:
        *(const struct json **)place = value;
        break;
    }
    return true;
}

static enum err document_parse(struct arena *arena, struct str document, const struct json **root)
{
    struct json_malformed malformed;
    enum err err = json_parse(arena, document, root, &malformed);
    return err || json_type(*root) != JSON_OBJECT ? ERR_STORE_FAILED : ERR_NONE;
}

enum err contact_decode(struct arena *arena, struct str document, struct contact *contact)
{
    const struct json *root;
    enum err err = document_parse(arena, document, &root);
    if (err)
        return err;
    struct contact read = {.dnd = false};
    size_t expected = 0;
    struct json_walk walk = json_walk(root);
    while (json_next(&walk)) {
        size_t row = member_find(walk.key, expected);
        if (row == MEMBER_COUNT)
            continue;
        if (!member_read(arena, &members[row], walk.value, &read))
            return ERR_STORE_FAILED;
        expected = row + 1;
    }
    *contact = read;
    return ERR_NONE;
}

static void write_text(struct json_writer *w, struct str name, struct str text)
{
    if (!str_is_empty(text))
        json_member_string(w, name, text);
}

static void write_texts(struct json_writer *w, struct str name, const struct text_list *list)
{
    json_member_strings(w, name, list->items, list->count);
}

static void write_custom_values(struct json_writer *w, struct str name,
                                const struct contact *contact)
{
    json_key(w, name);
    json_begin_array(w);
    for (size_t i = 0; i < contact->custom_value_count; i++) {
        json_begin_object(w);
        json_member_string(w, STR("id"), contact->custom_values[i].id);
        json_key(w, STR("value"));
        json_write_value(w, contact->custom_values[i].value);
        json_end(w);
    }
    json_end(w);
}

static void write_value(struct json_writer *w, struct str name, const struct json *value)
{
    if (!value)
        return;
    json_key(w, name);
    json_write_value(w, value);
}

static void write_additional(struct json_writer *w, const struct member *member,
                             const struct additional_list *list)
{
    json_key(w, member->name);
    additional_write(member->kind == MEMBER_EMAILS ? MATCH_EMAIL : MATCH_PHONE, list, w);
}

static void member_write(struct json_writer *w, const struct member *member,
                         const struct contact *contact)
{
    const void *place = (const char *)contact + member->offset;
    switch (member->kind) {
    case MEMBER_TEXT:
        write_text(w, member->name, *(const struct str *)place);
        break;
    case MEMBER_FLAG:
        json_member_bool(w, member->name, *(const bool *)place);
        break;
    case MEMBER_DND_SETTINGS:
        dnd_settings_write(w, place, DND_SPELLING_V2);
        break;
    case MEMBER_INBOUND_DND:
        inbound_dnd_write(w, place);
        break;
    case MEMBER_TAGS:
    case MEMBER_FOLLOWERS:
        write_texts(w, member->name, place);
        break;
    case MEMBER_CUSTOM_VALUES:
        write_custom_values(w, member->name, contact);
        break;
    case MEMBER_VALUE:
        write_value(w, member->name, *(const struct json *const *)place);
        break;
    case MEMBER_EMAILS:
    case MEMBER_PHONES:
        write_additional(w, member, place);
        break;
    }
}

enum err contact_encode(struct arena *arena, const struct contact *contact, struct str *document)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        member_write(w, &members[i], contact);
    json_end(w);
    struct str text = json_finish(w);
    if (text.len > CONTACT_DOC_MAX)
        return ERR_CONTACT_TOO_LARGE;
    *document = text;
    return ERR_NONE;
}
