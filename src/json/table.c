#include "json/table.h"

#include <assert.h>
#include <string.h>

/* What goes through one decoding unchanged. */
struct decoding {
    struct arena *arena;
    struct faults *faults;
};

/* Where in the body an object stands; the body itself stands nowhere (NULL). */
struct place {
    const struct place *outer;
    struct str name; /* of the property; empty for item `index` of the outer place's list */
    size_t index;
};

/* "customFields.0." */
static struct str place_prefix(struct arena *arena, const struct place *place)
{
    struct str prefix = STR("");
    for (; place; place = place->outer) {
        if (str_is_empty(place->name))
            prefix = arena_format(arena, "%zu.%.*s", place->index, STR_ARG(prefix));
        else
            prefix = arena_format(arena, "%.*s.%.*s", STR_ARG(place->name), STR_ARG(prefix));
    }
    return prefix;
}

/* Adds "PLACE.before SUBJECT after". */
static void add_fault(const struct decoding *d, const struct place *place, const char *before,
                      struct str subject, const char *after)
{
    if (d->faults->count > FAULTS_MAX)
        return; /* a body may have 200,000 of them: those that nobody sees cost nothing */
    struct str prefix = place_prefix(d->arena, place);
    faults_add(d->faults, "%.*s%s%.*s %s", STR_ARG(prefix), before, STR_ARG(subject), after);
}

/* How a property's type is checked, and what is said when it is missing or of another type. */
static const struct kind_rule {
    bool any;
    enum json_type type;
    const char *sentence;
} kind_rules[] = {
    [JSON_KIND_TEXT] = {.type = JSON_STRING, .sentence = "must be a string"},
    [JSON_KIND_FLAG] = {.type = JSON_BOOL, .sentence = "must be a boolean value"},
    [JSON_KIND_NUMBER] = {.type = JSON_NUMBER,
                          .sentence = "must be a number conforming to the specified constraints"},
    [JSON_KIND_TEXTS] = {.type = JSON_ARRAY, .sentence = "must be an array"},
    [JSON_KIND_LIST] = {.type = JSON_ARRAY, .sentence = "must be an array"},
    [JSON_KIND_NESTED] = {.type = JSON_OBJECT, .sentence = "must be an object"},
    [JSON_KIND_ANY] = {.any = true, .sentence = "should not be null or undefined"},
};

/* ---- texts ------------------------------------------------------------------------------------
 */

/* What can be wrong with a text, as bits: of many texts each is told once. */
enum text_flaw { TEXT_NOT_STRING = 1, TEXT_TOO_LONG = 2, TEXT_NOT_ALLOWED = 4 };

static bool is_one_of(struct str text, const struct str *allowed)
{
    for (; !str_is_empty(*allowed); allowed++) {
        if (str_eq(text, *allowed))
            return true;
    }
    return false;
}

static unsigned text_flaws(const struct json_field *field, const struct json *value)
{
    if (json_type(value) != JSON_STRING)
        return TEXT_NOT_STRING;
    struct str text = json_string(value);
    unsigned flaws = 0;
    /* no text has more code points than bytes: most need no counting */
    if (field->max > 0 && text.len > field->max && str_code_points(text) > field->max)
        flaws |= TEXT_TOO_LONG;
    if (field->one_of && !is_one_of(text, field->one_of))
        flaws |= TEXT_NOT_ALLOWED;
    return flaws;
}

/* "must be one of the following values: active, inactive" */
static const char *allowed_sentence(struct arena *arena, const struct str *allowed)
{
    struct str sentence = STR("must be one of the following values:");
    for (const struct str *value = allowed; !str_is_empty(*value); value++) {
        const char *separator = value == allowed ? " " : ", ";
        sentence = arena_format(arena, "%.*s%s%.*s", STR_ARG(sentence), separator, STR_ARG(*value));
    }
    return arena_copy_z(arena, sentence);
}

static void add_text_faults(const struct decoding *d, const struct place *place,
                            const struct json_field *field, unsigned flaws)
{
    const char *before = field->kind == JSON_KIND_TEXTS ? "each value in " : "";
    if (flaws & TEXT_NOT_STRING)
        add_fault(d, place, before, field->name, kind_rules[JSON_KIND_TEXT].sentence);
    if (flaws & TEXT_TOO_LONG) {
        struct str sentence =
            arena_format(d->arena, "must be shorter than or equal to %zu characters", field->max);
        add_fault(d, place, before, field->name, sentence.ptr);
    }
    if (flaws & TEXT_NOT_ALLOWED)
        add_fault(d, place, before, field->name, allowed_sentence(d->arena, field->one_of));
}

static void decode_text(const struct decoding *d, const struct place *place,
                        const struct json_field *field, const struct json *value, void *slot)
{
    add_text_faults(d, place, field, text_flaws(field, value));
    *(struct json_opt_text *)slot = (struct json_opt_text){JSON_GIVEN, json_string(value)};
}

/* ---- numbers ----------------------------------------------------------------------------------
 */

static void decode_number(const struct decoding *d, const struct place *place,
                          const struct json_field *field, const struct json *value, void *slot)
{
    struct json_opt_number *number = slot;
    const char *sentence = NULL;
    if (!json_int64(value, &number->value))
        sentence = kind_rules[JSON_KIND_NUMBER].sentence;
    else if (number->value > field->most)
        sentence =
            arena_format(d->arena, "must not be greater than %lld", (long long)field->most).ptr;
    else if (number->value < field->least)
        sentence =
            arena_format(d->arena, "must not be less than %lld", (long long)field->least).ptr;
    number->presence = sentence ? JSON_REFUSED : JSON_GIVEN;
    if (sentence)
        add_fault(d, place, "", field->name, sentence);
}

/* ---- arrays -----------------------------------------------------------------------------------
 */

/*
 * An array that is too long is refused and not looked into, so that what a body can make us
 * allocate, and whoever reads it compare, is bounded by the table and not by how many items it has
 * room for.
 */
static bool has_too_many(const struct decoding *d, const struct place *place,
                         const struct json_field *field, const struct json *array,
                         enum json_presence *presence)
{
    if (field->max_items == 0 || json_count(array) <= field->max_items)
        return false;
    *presence = JSON_REFUSED;
    struct str sentence =
        arena_format(d->arena, "must contain no more than %zu elements", field->max_items);
    add_fault(d, place, "", field->name, sentence.ptr);
    return true;
}

static void decode_texts(const struct decoding *d, const struct place *place,
                         const struct json_field *field, const struct json *array, void *slot)
{
    if (has_too_many(d, place, field, array, slot))
        return;
    struct json_opt_texts texts = {.presence = JSON_GIVEN};
    texts.items = ARENA_ARRAY(d->arena, struct str, json_count(array));
    unsigned flaws = 0;
    struct json_walk walk = json_walk(array);
    while (json_next(&walk)) {
        unsigned flaws_of_item = text_flaws(field, walk.value);
        if (!(flaws_of_item & TEXT_NOT_STRING))
            texts.items[texts.count++] = json_string(walk.value);
        flaws |= flaws_of_item;
    }
    add_text_faults(d, place, field, flaws);
    *(struct json_opt_texts *)slot = texts;
}

/* Decoding calls itself as deep as our tables go, which is finite and small; never by the input. */
/* NOLINTBEGIN(misc-no-recursion) */
static void decode_object(const struct decoding *d, const struct place *place,
                          const struct json_table *table, const struct json *object, void *decoded);

static void decode_list(const struct decoding *d, const struct place *place,
                        const struct json_field *field, const struct json *array, void *slot)
{
    if (has_too_many(d, place, field, array, slot))
        return;
    struct json_opt_list list = {.presence = JSON_GIVEN};
    list.items = arena_alloc_array(d->arena, json_count(array), field->table->size);
    const struct place list_place = {.outer = place, .name = field->name};
    bool only_objects = true;
    struct json_walk walk = json_walk(array);
    for (size_t index = 0; json_next(&walk); index++) {
        if (json_type(walk.value) != JSON_OBJECT) {
            only_objects = false;
            continue;
        }
        const struct place item_place = {.outer = &list_place, .index = index};
        void *item = (char *)list.items + list.count++ * field->table->size;
        decode_object(d, &item_place, field->table, walk.value, item);
    }
    if (!only_objects) {
        add_fault(d, place, "each value in nested property ", field->name,
                  "must be either object or array");
        list.presence = JSON_REFUSED; /* what is left is not at its places any more */
    }
    *(struct json_opt_list *)slot = list;
}

/* ---- objects ----------------------------------------------------------------------------------
 */

static void decode_nested(const struct decoding *d, const struct place *place,
                          const struct json_field *field, const struct json *object, void *slot)
{
    const struct place nested_place = {.outer = place, .name = field->name};
    void *value = arena_alloc(d->arena, field->table->size);
    decode_object(d, &nested_place, field->table, object, value);
    *(struct json_opt_nested *)slot = (struct json_opt_nested){JSON_GIVEN, value};
}

static void decode_given(const struct decoding *d, const struct place *place,
                         const struct json_field *field, const struct json *value, void *slot)
{
    switch (field->kind) {
    case JSON_KIND_TEXT:
        decode_text(d, place, field, value, slot);
        break;
    case JSON_KIND_FLAG:
        *(struct json_opt_flag *)slot = (struct json_opt_flag){JSON_GIVEN, json_bool(value)};
        break;
    case JSON_KIND_NUMBER:
        decode_number(d, place, field, value, slot);
        break;
    case JSON_KIND_TEXTS:
        decode_texts(d, place, field, value, slot);
        break;
    case JSON_KIND_LIST:
        decode_list(d, place, field, value, slot);
        break;
    case JSON_KIND_NESTED:
        decode_nested(d, place, field, value, slot);
        break;
    case JSON_KIND_ANY:
        *(struct json_opt_any *)slot = (struct json_opt_any){JSON_GIVEN, value};
        break;
    }
}

/* `value` is NULL when the body has no such property. */
static void decode_field(const struct decoding *d, const struct place *place,
                         const struct json_field *field, const struct json *value, void *slot)
{
    bool null = value && json_type(value) == JSON_NULL;
    if (!value && !field->required)
        return;
    enum json_presence *presence = slot; /* whatever the kind decodes into begins with it */
    if (null && !field->required && !field->kept) {
        *presence = JSON_CLEARED;
        return;
    }
    const struct kind_rule *rule = &kind_rules[field->kind];
    if (!value || null || (!rule->any && json_type(value) != rule->type)) {
        *presence = JSON_REFUSED;
        bool listed = field->one_of && field->kind == JSON_KIND_TEXT;
        const char *sentence = listed ? allowed_sentence(d->arena, field->one_of) : rule->sentence;
        add_fault(d, place, "", field->name, sentence);
    } else {
        decode_given(d, place, field, value, slot);
    }
}

static size_t find_field(const struct json_table *table, struct str name)
{
    size_t i = 0;
    while (i < table->count && !str_eq(table->fields[i].name, name))
        i++;
    return i;
}

/* The last value of each field that the object has; its unknown properties become faults. */
static const struct json **sort_members(const struct decoding *d, const struct place *place,
                                        const struct json_table *table, const struct json *object)
{
    const struct json **values = ARENA_ARRAY(d->arena, const struct json *, table->count);
    for (size_t i = 0; i < table->count; i++)
        values[i] = NULL;
    struct json_walk walk = json_walk(object);
    while (json_next(&walk)) {
        size_t i = find_field(table, walk.key);
        if (i < table->count)
            values[i] = walk.value;
        else
            add_fault(d, place, "property ", walk.key, "should not exist");
    }
    return values;
}

static void decode_object(const struct decoding *d, const struct place *place,
                          const struct json_table *table, const struct json *object, void *decoded)
{
    memset(decoded, 0, table->size);
    const struct json **values = sort_members(d, place, table, object);
    for (size_t i = 0; i < table->count; i++) {
        const struct json_field *field = &table->fields[i];
        decode_field(d, place, field, values[i], (char *)decoded + field->offset);
    }
}
/* NOLINTEND(misc-no-recursion) */

void json_table_decode(const struct json_table *table, const struct json *object,
                       struct arena *arena, void *decoded, struct faults *faults)
{
    assert(json_type(object) == JSON_OBJECT);
    const struct decoding decoding = {.arena = arena, .faults = faults};
    decode_object(&decoding, NULL, table, object, decoded);
}

/* ---- kept and served --------------------------------------------------------------------------
 */

static const size_t slot_sizes[] = {
    [JSON_KIND_TEXT] = sizeof(struct json_opt_text),
    [JSON_KIND_FLAG] = sizeof(struct json_opt_flag),
    [JSON_KIND_NUMBER] = sizeof(struct json_opt_number),
    [JSON_KIND_TEXTS] = sizeof(struct json_opt_texts),
    [JSON_KIND_LIST] = sizeof(struct json_opt_list),
    [JSON_KIND_NESTED] = sizeof(struct json_opt_nested),
    [JSON_KIND_ANY] = sizeof(struct json_opt_any),
};

/* As deep as our tables go. */
/* NOLINTBEGIN(misc-no-recursion) */
static void merge_nested(const struct json_table *table, const struct json_opt_nested *from,
                         struct json_opt_nested *to)
{
    if (from->presence == JSON_GIVEN && to->presence == JSON_GIVEN)
        json_table_merge(table, from->value, to->value);
    else
        *to = *from;
}

void json_table_merge(const struct json_table *table, const void *patch, void *kept)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct json_field *field = &table->fields[i];
        const void *from = (const char *)patch + field->offset;
        void *to = (char *)kept + field->offset;
        if (*(const enum json_presence *)from == JSON_ABSENT)
            continue;
        if (field->kind == JSON_KIND_NESTED)
            merge_nested(field->table, from, to);
        else
            memcpy(to, from, slot_sizes[field->kind]);
    }
}

static void write_slot(const struct json_field *field, const void *slot, struct json_writer *w)
{
    const struct json_opt_texts *texts = slot;
    switch (field->kind) {
    case JSON_KIND_TEXT:
        json_member_string(w, field->name, ((const struct json_opt_text *)slot)->value);
        break;
    case JSON_KIND_FLAG:
        json_member_bool(w, field->name, ((const struct json_opt_flag *)slot)->value);
        break;
    case JSON_KIND_NUMBER:
        json_member_int(w, field->name, ((const struct json_opt_number *)slot)->value);
        break;
    case JSON_KIND_TEXTS:
        json_member_strings(w, field->name, texts->items, texts->count);
        break;
    case JSON_KIND_NESTED:
        json_key(w, field->name);
        json_begin_object(w);
        json_table_write(field->table, ((const struct json_opt_nested *)slot)->value, w);
        json_end(w);
        break;
    case JSON_KIND_ANY:
        json_key(w, field->name);
        json_write_value(w, ((const struct json_opt_any *)slot)->value);
        break;
    case JSON_KIND_LIST:
        assert(!"no resource has a list of objects");
    }
}

void json_table_write(const struct json_table *table, const void *decoded, struct json_writer *w)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct json_field *field = &table->fields[i];
        const void *slot = (const char *)decoded + field->offset;
        bool empty = field->kind == JSON_KIND_TEXT &&
                     str_is_empty(((const struct json_opt_text *)slot)->value);
        if (*(const enum json_presence *)slot == JSON_GIVEN && !empty)
            write_slot(field, slot, w);
    }
}
/* NOLINTEND(misc-no-recursion) */
