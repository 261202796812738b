#include "json/writer.h"

#include <assert.h>
#include <math.h>

#include "json/alc.h"

enum { WRITER_DEPTH_MAX = JSON_DEPTH_MAX + JSON_WRITER_ENVELOPE };

/* Whole numbers up to here are exact as a double, and are written without a fraction. */
static const double WHOLE_MAX = 0x1p53;

struct json_writer {
    struct arena *arena;
    yyjson_mut_doc *doc;
    yyjson_mut_val *root;
    yyjson_mut_val *key;                    /* of the member that comes next, or NULL */
    yyjson_mut_val *open[WRITER_DEPTH_MAX]; /* outermost first */
    size_t depth;
};

struct json_writer *json_writer_new(struct arena *arena)
{
    yyjson_alc alc = json_alc(arena);
    struct json_writer *w = ARENA_NEW(arena, struct json_writer);
    w->arena = arena;
    w->doc = yyjson_mut_doc_new(&alc);
    w->root = NULL;
    w->key = NULL;
    w->depth = 0;
    return w;
}

static yyjson_mut_val *innermost(const struct json_writer *w)
{
    return w->depth > 0 ? w->open[w->depth - 1] : NULL;
}

/* Puts a value where the calls so far have led to. */
static void add(struct json_writer *w, yyjson_mut_val *value)
{
    yyjson_mut_val *container = innermost(w);
    bool added;
    if (!container) {
        added = !w->root;
        w->root = value;
    } else if (yyjson_mut_is_obj(container)) {
        added = yyjson_mut_obj_add(container, w->key, value); /* refuses a missing key */
        w->key = NULL;
    } else {
        added = yyjson_mut_arr_append(container, value);
    }
    assert(added);
}

static void begin(struct json_writer *w, yyjson_mut_val *container)
{
    add(w, container);
    assert(w->depth < WRITER_DEPTH_MAX);
    w->open[w->depth++] = container;
}

void json_begin_object(struct json_writer *w)
{
    begin(w, yyjson_mut_obj(w->doc));
}

void json_begin_array(struct json_writer *w)
{
    begin(w, yyjson_mut_arr(w->doc));
}

void json_end(struct json_writer *w)
{
    assert(w->depth > 0 && !w->key);
    w->depth--;
}

/* yyjson takes no NULL for a text, not even for an empty one. */
static yyjson_mut_val *string(struct json_writer *w, struct str text)
{
    return yyjson_mut_strn(w->doc, text.len > 0 ? text.ptr : "", text.len);
}

void json_key(struct json_writer *w, struct str name)
{
    assert(yyjson_mut_is_obj(innermost(w)) && !w->key);
    w->key = string(w, name);
}

void json_write_string(struct json_writer *w, struct str text)
{
    add(w, string(w, text));
}

void json_write_int(struct json_writer *w, int64_t number)
{
    add(w, yyjson_mut_sint(w->doc, number));
}

void json_write_number(struct json_writer *w, double number)
{
    assert(isfinite(number));
    bool small = number >= -WHOLE_MAX && number <= WHOLE_MAX;
    if (small && (double)(int64_t)number == number)
        json_write_int(w, (int64_t)number);
    else
        add(w, yyjson_mut_real(w->doc, number));
}

void json_write_bool(struct json_writer *w, bool value)
{
    add(w, yyjson_mut_bool(w->doc, value));
}

void json_write_null(struct json_writer *w)
{
    add(w, yyjson_mut_null(w->doc));
}

void json_write_value(struct json_writer *w, const struct json *value)
{
    add(w, yyjson_val_mut_copy(w->doc, json_yyjson(value)));
}

void json_write_raw(struct json_writer *w, struct str text)
{
    assert(!str_is_empty(text));
    add(w, yyjson_mut_rawn(w->doc, text.ptr, text.len));
}

void json_member_string(struct json_writer *w, struct str name, struct str text)
{
    json_key(w, name);
    json_write_string(w, text);
}

void json_member_strings(struct json_writer *w, struct str name, const struct str *texts,
                         size_t count)
{
    json_key(w, name);
    json_begin_array(w);
    for (size_t i = 0; i < count; i++)
        json_write_string(w, texts[i]);
    json_end(w);
}

void json_member_bool(struct json_writer *w, struct str name, bool value)
{
    json_key(w, name);
    json_write_bool(w, value);
}

void json_member_int(struct json_writer *w, struct str name, int64_t number)
{
    json_key(w, name);
    json_write_int(w, number);
}

struct str json_finish(struct json_writer *w)
{
    assert(w->depth == 0 && w->root);
    yyjson_alc alc = json_alc(w->arena);
    size_t len;
    char *text = yyjson_mut_val_write_opts(w->root, YYJSON_WRITE_NOFLAG, &alc, &len, NULL);
    assert(text); /* a string that is not UTF-8 was given */
    return (struct str){.ptr = text, .len = len};
}

struct str json_array_of_texts(struct arena *arena, const struct str *texts, size_t count)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_array(w);
    for (size_t i = 0; i < count; i++)
        json_write_string(w, texts[i]);
    json_end(w);
    return json_finish(w);
}
