/*
 * A stored document as a client wants it, where that is not the document itself.
 *
 * The happy path changes nothing: the text is returned as it is, unread. Otherwise it is read and
 * written once more, member by member, whatever has to change of it.
 */
#include "contact/contact.h"

#include "json/writer.h"

static bool mentions(struct str document, struct str text)
{
    return memmem(document.ptr, document.len, text.ptr, text.len) != NULL;
}

/* Ids are letters and digits, so one that is in the document stands there as it is. */
static bool mentions_any(struct str document, const struct text_list *ids)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (mentions(document, ids->items[i]))
            return true;
    }
    return false;
}

/* A name that is found where it means something else only costs a writing. */
static bool is_as_wanted(struct str document, const struct contact_serving *serving)
{
    if (serving->v3 && mentions(document, STR("\"dndSettings\"")))
        return false;
    return !serving->keys && !mentions_any(document, &serving->removed_fields);
}

static bool is_member(struct str name, const char *wanted, const struct json *value,
                      enum json_type type)
{
    return str_eq(name, str_of(wanted)) && json_type(value) == type;
}

static void write_dnd_settings(struct json_writer *w, const struct json *value)
{
    struct dnd_settings settings;
    dnd_settings_read(value, &settings);
    dnd_settings_write(w, &settings, DND_SPELLING_V3);
}

static struct str id_of(const struct json *value)
{
    const struct json *id = json_type(value) == JSON_OBJECT ? json_member(value, STR("id")) : NULL;
    return id && json_type(id) == JSON_STRING ? json_string(id) : STR("");
}

static void write_custom_value(struct json_writer *w, const struct json *value,
                               const struct custom_field *field)
{
    json_begin_object(w);
    struct json_walk walk = json_walk(value);
    while (json_next(&walk)) {
        json_key(w, walk.key);
        json_write_value(w, walk.value);
    }
    json_member_string(w, STR("key"), field->key);
    json_end(w);
}

static void write_custom_values(struct json_writer *w, const struct contact_serving *serving,
                                const struct json *values)
{
    json_begin_array(w);
    struct json_walk walk = json_walk(values);
    while (json_next(&walk)) {
        struct str id = id_of(walk.value);
        if (text_list_has(&serving->removed_fields, id))
            continue;
        const struct custom_field *field =
            serving->keys ? custom_fields_by_id(serving->keys, id) : NULL;
        if (field)
            write_custom_value(w, walk.value, field);
        else
            json_write_value(w, walk.value);
    }
    json_end(w);
}

static void write_member(struct json_writer *w, const struct contact_serving *serving,
                         struct str name, const struct json *value)
{
    if (serving->v3 && is_member(name, "dndSettings", value, JSON_OBJECT)) {
        write_dnd_settings(w, value); /* and its name */
        return;
    }
    json_key(w, name);
    if (is_member(name, "customFields", value, JSON_ARRAY))
        write_custom_values(w, serving, value);
    else
        json_write_value(w, value);
}

enum err contact_document_serve(struct arena *arena, struct str document,
                                const struct contact_serving *serving, struct str *served)
{
    *served = document;
    if (is_as_wanted(document, serving))
        return ERR_NONE;
    const struct json *root;
    struct json_malformed malformed;
    enum err err = json_parse(arena, document, &root, &malformed);
    if (err || json_type(root) != JSON_OBJECT)
        return ERR_STORE_FAILED;
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    struct json_walk walk = json_walk(root);
    while (json_next(&walk))
        write_member(w, serving, walk.key, walk.value);
    json_end(w);
    *served = json_finish(w);
    return ERR_NONE;
}
