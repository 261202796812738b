#include "contact/custom_object.h"

static const struct str models[] = {STR_INIT("contact"), STR_INIT("opportunity")};

#define BUSINESS STR("business")
#define ONE      STR("custom_object.")
#define MANY     STR("custom_objects.")

bool custom_object_is_model(struct str object_key)
{
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        if (str_eq(models[i], object_key))
            return true;
    }
    return false;
}

/* Letters, digits, "_" and "-": it stands in paths and in keys. */
static bool is_name(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !str_is_digit(c) && c != '_' && c != '-')
            return false;
    }
    return text.len > 0 && text.len <= CUSTOM_OBJECT_NAME_MAX;
}

bool custom_object_parse(struct arena *arena, struct str text, struct str *object_key)
{
    if (custom_object_is_model(text) || str_eq(text, BUSINESS)) {
        *object_key = text;
        return true;
    }
    bool one = str_starts_with(text, ONE);
    if (!one && !str_starts_with(text, MANY))
        return false;
    struct str name = str_slice(text, one ? ONE.len : MANY.len, text.len);
    if (!is_name(name))
        return false;
    *object_key = arena_format(arena, "%.*s%.*s", STR_ARG(MANY), STR_ARG(name));
    return true;
}

void custom_object_check(struct arena *arena, struct str text, struct str *object_key,
                         struct faults *faults)
{
    if (!custom_object_parse(arena, text, object_key))
        faults_add(faults, "objectKey must be one of the following values: contact, opportunity, "
                           "business, custom_objects.{key}");
}

struct str custom_object_prefix(struct arena *arena, struct str object_key)
{
    if (!str_starts_with(object_key, MANY))
        return arena_format(arena, "%.*s.", STR_ARG(object_key));
    struct str name = str_slice(object_key, MANY.len, object_key.len);
    return arena_format(arena, "%.*s%.*s.", STR_ARG(ONE), STR_ARG(name));
}

struct str custom_object_without_prefix(struct arena *arena, struct str object_key, struct str key)
{
    const struct str prefixes[] = {
        custom_object_prefix(arena, object_key),
        arena_format(arena, "%.*s.", STR_ARG(object_key)),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (str_starts_with(key, prefixes[i]))
            return str_slice(key, prefixes[i].len, key.len);
    }
    return key;
}
