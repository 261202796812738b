#include "json/json.h"

#include <assert.h>

#include "json/alc.h"

/* Index behind the string whose opening quote is at `at`. */
static size_t string_end(struct str text, size_t at)
{
    at++;
    while (at < text.len && text.ptr[at] != '"')
        at += text.ptr[at] == '\\' ? 2 : 1;
    return at + 1;
}

static const struct str too_deep = STR_INIT("nested deeper than 32 levels");
static_assert(JSON_DEPTH_MAX == 32, "the sentence names the limit");

/* Most texts have too few brackets to nest too deep, and to count them takes no looking closely. */
static bool may_be_too_deep(struct str text)
{
    size_t brackets = 0;
    for (size_t at = 0; at < text.len; at++)
        brackets += (text.ptr[at] == '[') + (text.ptr[at] == '{');
    return brackets > JSON_DEPTH_MAX;
}

/*
 * Index of the first bracket that nests too deep, or text.len.
 *
 * yyjson itself has no limit, so this runs before it. Up to where a text stops being JSON the count
 * is right; what is counted behind that does not matter, because yyjson then refuses the text.
 */
static size_t find_too_deep(struct str text)
{
    int depth = 0;
    for (size_t at = 0; at < text.len;) {
        char c = text.ptr[at];
        if (c == '"') {
            at = string_end(text, at);
            continue;
        }
        if ((c == '[' || c == '{') && ++depth > JSON_DEPTH_MAX)
            return at;
        if (c == ']' || c == '}')
            depth--;
        at++;
    }
    return text.len;
}

static enum err read_text(struct arena *arena, struct str text, const struct json **root,
                          struct json_malformed *malformed)
{
    if (str_is_empty(text)) {
        *malformed = (struct json_malformed){.why = STR("unexpected end of data")};
        return ERR_JSON_MALFORMED;
    }
    yyjson_alc alc = json_alc(arena);
    yyjson_read_err error;
    /* without YYJSON_READ_INSITU the text is copied, and not written to */
    yyjson_doc *doc =
        yyjson_read_opts((char *)text.ptr, text.len, YYJSON_READ_NOFLAG, &alc, &error);
    if (!doc) {
        *malformed = (struct json_malformed){.why = str_of(error.msg), .position = error.pos};
        return ERR_JSON_MALFORMED;
    }
    *root = (const struct json *)yyjson_doc_get_root(doc);
    return ERR_NONE;
}

enum err json_parse(struct arena *arena, struct str text, const struct json **root,
                    struct json_malformed *malformed)
{
    if (!str_is_utf8(text))
        return ERR_NOT_UTF8;
    size_t bracket = may_be_too_deep(text) ? find_too_deep(text) : text.len;
    if (bracket < text.len) {
        *malformed = (struct json_malformed){.why = too_deep, .position = bracket};
        return ERR_JSON_MALFORMED;
    }
    return read_text(arena, text, root, malformed);
}

enum json_type json_type(const struct json *value)
{
    switch (yyjson_get_type(json_yyjson(value))) {
    case YYJSON_TYPE_NULL:
        return JSON_NULL;
    case YYJSON_TYPE_BOOL:
        return JSON_BOOL;
    case YYJSON_TYPE_NUM:
        return JSON_NUMBER;
    case YYJSON_TYPE_STR:
        return JSON_STRING;
    case YYJSON_TYPE_ARR:
        return JSON_ARRAY;
    default:
        assert(yyjson_is_obj(json_yyjson(value)));
        return JSON_OBJECT;
    }
}

struct str json_string(const struct json *value)
{
    yyjson_val *string = json_yyjson(value);
    assert(yyjson_is_str(string));
    return (struct str){.ptr = yyjson_get_str(string), .len = yyjson_get_len(string)};
}

bool json_bool(const struct json *value)
{
    assert(yyjson_is_bool(json_yyjson(value)));
    return yyjson_get_bool(json_yyjson(value));
}

double json_number(const struct json *value)
{
    assert(yyjson_is_num(json_yyjson(value)));
    return yyjson_get_num(json_yyjson(value));
}

size_t json_count(const struct json *value)
{
    assert(yyjson_is_ctn(json_yyjson(value)));
    return yyjson_get_len(json_yyjson(value));
}

/* 5.0 and 5e0 are the integer 5: JSON has one kind of number. */
static bool real_to_int64(double real, int64_t *number)
{
    if (real < -0x1p63 || real >= 0x1p63 || (double)(int64_t)real != real)
        return false;
    *number = (int64_t)real;
    return true;
}

bool json_int64(const struct json *value, int64_t *number)
{
    yyjson_val *integer = json_yyjson(value);
    assert(yyjson_is_num(integer));
    if (yyjson_is_real(integer))
        return real_to_int64(yyjson_get_real(integer), number);
    if (yyjson_is_uint(integer) && yyjson_get_uint(integer) > INT64_MAX)
        return false;
    *number = yyjson_get_sint(integer);
    return true;
}

const struct json *json_member(const struct json *object, struct str name)
{
    assert(yyjson_is_obj(json_yyjson(object)));
    const struct json *found = NULL;
    struct json_walk walk = json_walk(object);
    while (json_next(&walk)) {
        if (str_eq(walk.key, name))
            found = walk.value;
    }
    return found;
}

struct json_walk json_walk(const struct json *container)
{
    yyjson_val *values = json_yyjson(container);
    return (struct json_walk){
        .next = (const struct json *)unsafe_yyjson_get_first(values),
        .left = json_count(container),
        .object = yyjson_is_obj(values),
    };
}

bool json_next(struct json_walk *walk)
{
    if (walk->left == 0)
        return false;
    walk->left--;
    yyjson_val *value = json_yyjson(walk->next);
    if (walk->object) {
        walk->key = json_string(walk->next);
        value++; /* yyjson keeps a member's value right behind its key */
    }
    walk->value = (const struct json *)value;
    walk->next = (const struct json *)unsafe_yyjson_get_next(value);
    return true;
}

struct str json_text(struct arena *arena, const struct json *value)
{
    yyjson_alc alc = json_alc(arena);
    size_t len;
    char *text = yyjson_val_write_opts(json_yyjson(value), YYJSON_WRITE_NOFLAG, &alc, &len, NULL);
    assert(text); /* what was read can be written */
    return (struct str){.ptr = text, .len = len};
}

const struct json *json_object_of_texts(struct arena *arena, const struct json_text_member *members,
                                        size_t count)
{
    size_t values = 1 + 2 * count; /* the object, and behind it each key and its value */
    yyjson_val *object = ARENA_ARRAY(arena, yyjson_val, values);
    unsafe_yyjson_set_obj(object, count);
    object->uni.ofs = values * sizeof *object;
    yyjson_val *next = object + 1;
    for (size_t i = 0; i < count; i++) {
        unsafe_yyjson_set_strn(next++, members[i].name.ptr, members[i].name.len);
        unsafe_yyjson_set_strn(next++, members[i].text.ptr, members[i].text.len);
    }
    return (const struct json *)object;
}
