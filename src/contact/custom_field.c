#include "contact/custom_field.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

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
    int order = memcmp(a->ptr, b->ptr, a->len < b->len ? a->len : b->len);
    return order ? order : (a->len > b->len) - (a->len < b->len);
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

struct str custom_field_key_of_name(struct arena *arena, struct str name)
{
    struct str lower = text_lower(arena, name);
    char *key = arena_alloc(arena, KEY_PREFIX.len + lower.len);
    memcpy(key, KEY_PREFIX.ptr, KEY_PREFIX.len);
    size_t len = KEY_PREFIX.len;
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
