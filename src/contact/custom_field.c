#include "contact/custom_field.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "contact/custom_object.h"
#include "contact/text.h"

static const struct {
    struct str name;
    bool has_options;
} types[] = {
#define TYPE(name, options) {STR_INIT(#name), options},
    CUSTOM_FIELD_TYPES(TYPE)
#undef TYPE
};

#define KEY_PREFIX STR(CUSTOM_FIELD_KEY_PREFIX)

struct str custom_field_type_name(enum custom_field_type type)
{
    return types[type].name;
}

bool custom_field_type_parse(struct str name, enum custom_field_type *type)
{
    for (size_t i = 0; i < CUSTOM_FIELD_TYPE_COUNT; i++) {
        if (!str_eq(types[i].name, name))
            continue;
        *type = (enum custom_field_type)i;
        return true;
    }
    return false;
}

bool custom_field_type_has_options(enum custom_field_type type)
{
    return types[type].has_options;
}

static int compare_id(const void *id, const void *field)
{
    const struct str *a = id;
    const struct str *b = &((const struct custom_field *)field)->id;
    return str_compare(*a, *b);
}

const struct custom_field *custom_fields_by_id(const struct custom_fields *fields, struct str id)
{
    if (fields->count == 0 || str_is_empty(id))
        return NULL;
    return bsearch(&id, fields->items, fields->count, sizeof(struct custom_field), compare_id);
}

static struct str without_prefix(struct str key)
{
    return str_starts_with(key, KEY_PREFIX) ? str_slice(key, KEY_PREFIX.len, key.len) : key;
}

const struct custom_field *custom_fields_by_key(const struct custom_fields *fields, struct str key)
{
    struct str wanted = without_prefix(key);
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq(without_prefix(fields->items[i].key), wanted))
            return &fields->items[i];
    return NULL;
}

/* Alphabetic rather than a letter: the vowel signs of Indic scripts are part of their words. */
static bool belongs_to_key(UChar32 c)
{
    return u_isUAlphabetic(c) || u_isdigit(c);
}

struct str custom_field_key_of_name(struct arena *arena, struct str object_key, struct str name)
{
    struct str prefix = custom_object_prefix(arena, object_key);
    struct str lower = text_lower(arena, name);
    char *key = arena_alloc(arena, prefix.len + lower.len);
    memcpy(key, prefix.ptr, prefix.len);
    size_t len = prefix.len;
    bool in_run = false;
    for (size_t at = 0, next = 0; at < lower.len; at = next) {
        UChar32 c;
        U8_NEXT(lower.ptr, next, lower.len, c);
        bool kept = belongs_to_key(c);
        if (kept) {
            memcpy(key + len, lower.ptr + at, next - at);
            len += next - at;
        } else if (!in_run) {
            key[len++] = '_';
        }
        in_run = !kept;
    }
    return (struct str){key, len};
}

bool custom_field_key_is_bare(struct str key)
{
    return str_ends_with(key, STR(".")) || str_ends_with(key, STR("._"));
}

static int compare_place(const void *left, const void *right)
{
    const struct custom_field *a = *(const struct custom_field *const *)left;
    const struct custom_field *b = *(const struct custom_field *const *)right;
    if (a->position != b->position)
        return a->position < b->position ? -1 : 1;
    if (a->date_added_ms != b->date_added_ms)
        return a->date_added_ms < b->date_added_ms ? -1 : 1;
    return compare_id(&a->id, b);
}

const struct custom_field **custom_fields_in_order(struct arena *arena,
                                                   const struct custom_fields *fields)
{
    const struct custom_field **order =
        ARENA_ARRAY(arena, const struct custom_field *, fields->count);
    for (size_t i = 0; i < fields->count; i++)
        order[i] = &fields->items[i];
    if (fields->count > 0)
        qsort(order, fields->count, sizeof *order, compare_place);
    return order;
}

size_t custom_field_size(const struct custom_field *field)
{
    size_t size = field->key.len + field->name.len + field->placeholder.len +
                  field->description.len + field->parent_id.len;
    for (size_t i = 0; i < field->option_count; i++) {
        const struct custom_option *option = &field->options[i];
        size += option->key.len + option->label.len + option->url.len + option->prefill.len;
    }
    for (size_t i = 0; i < field->formats.count; i++)
        size += field->formats.items[i].len;
    return size;
}

void custom_field_drop_unused(struct custom_field *field)
{
    bool has_options = custom_field_type_has_options(field->type);
    if (!has_options)
        field->option_count = 0;
    if (!has_options || field->type == CUSTOM_FIELD_TEXTBOX_LIST)
        field->allows_custom_option = false;
    if (field->type == CUSTOM_FIELD_FILE_UPLOAD)
        return;
    field->formats.count = 0;
    field->files_max = 0;
    field->allows_many_files = false;
}
