/*
 * Values of the types with options: one of them, several of them, a text for each of them.
 */
#include "base/buf.h"
#include "contact/custom_value.h"
#include "json/writer.h"

/* Past this many options a fault's sentence helps nobody. */
enum { OPTIONS_SHOWN_MAX = 20 };

/* Room for the sentence with the longest names, four bytes a code point. */
enum { OPTIONS_SHOWN_BYTES_MAX = OPTIONS_SHOWN_MAX * (4 * CUSTOM_FIELD_NAME_MAX + 2) + 64 };

/* By its label, or else by its key; NULL when there is none. */
static const struct custom_option *find_option(const struct custom_field *field, struct str text)
{
    const struct custom_option *by_key = NULL;
    for (size_t i = 0; i < field->option_count; i++) {
        const struct custom_option *option = &field->options[i];
        if (str_eq(option->label, text))
            return option;
        if (str_eq(option->key, text))
            by_key = option;
    }
    return by_key;
}

static bool is_box(const struct custom_field *field, struct str key)
{
    for (size_t i = 0; i < field->option_count; i++)
        if (str_eq(field->options[i].key, key))
            return true;
    return false;
}

static void refuse_option(const struct custom_value_check *check)
{
    const struct custom_field *field = check->field;
    struct buf shown;
    buf_init(&shown, OPTIONS_SHOWN_BYTES_MAX);
    for (size_t i = 0; i < field->option_count && i < OPTIONS_SHOWN_MAX; i++) {
        buf_append(&shown, i > 0 ? STR(", ") : STR(""));
        buf_append(&shown, field->options[i].label);
    }
    if (field->option_count > OPTIONS_SHOWN_MAX)
        buf_format(&shown, " and %zu more", field->option_count - OPTIONS_SHOWN_MAX);
    faults_add(check->faults, "%.*s must be one of the following values: %.*s",
               STR_ARG(check->path), STR_ARG(buf_str(&shown)));
    buf_release(&shown);
}

/* The label that is kept for a text. */
static bool takes_option(const struct custom_value_check *check, struct str text, struct str *label)
{
    const struct custom_option *option = find_option(check->field, text);
    *label = option ? option->label : text;
    if (option)
        return true;
    if (check->field->allows_custom_option)
        return custom_value_fits(check, text, CUSTOM_FIELD_TEXT_MAX);
    refuse_option(check);
    return false;
}

const struct json *custom_option_check(const struct custom_value_check *check,
                                       const struct json *given)
{
    struct str label;
    if (json_type(given) != JSON_STRING)
        return custom_value_refuse(check, "must be a string");
    if (!takes_option(check, json_string(given), &label))
        return NULL;
    return custom_value_string(check->arena, given, label);
}

/* The choices made so far, each once, in the order in which they were made. */
struct choices {
    struct str *items;
    size_t count;
    bool as_given; /* none of them by its key */
};

static bool is_chosen(const struct choices *choices, struct str text)
{
    for (size_t i = 0; i < choices->count; i++)
        if (str_eq(choices->items[i], text))
            return true;
    return false;
}

static bool choose(const struct custom_value_check *check, const struct json *given,
                   struct choices *choices)
{
    if (json_type(given) != JSON_STRING) {
        size_t dot = check->path.len; /* class-validator puts what is before it in front */
        while (dot > 0 && check->path.ptr[dot - 1] != '.')
            dot--;
        faults_add(check->faults, "%.*seach value in %.*s must be a string",
                   STR_ARG(str_slice(check->path, 0, dot)),
                   STR_ARG(str_slice(check->path, dot, check->path.len)));
        return false;
    }
    struct str label;
    if (is_chosen(choices, json_string(given)))
        return true;
    if (!takes_option(check, json_string(given), &label))
        return false;
    choices->as_given = choices->as_given && str_eq(label, json_string(given));
    if (!is_chosen(choices, label))
        choices->items[choices->count++] = label;
    return true;
}

static bool choose_all(const struct custom_value_check *check, const struct json *given,
                       struct choices *choices)
{
    struct json_walk walk = json_walk(given);
    while (json_next(&walk))
        if (!choose(check, walk.value, choices))
            return false;
    return true;
}

static const struct json *choices_value(struct arena *arena, const struct choices *choices)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_array(w);
    for (size_t i = 0; i < choices->count; i++)
        json_write_string(w, choices->items[i]);
    json_end(w);
    return custom_value_made(arena, json_finish(w));
}

/* One choice may come without its array. */
static const struct json *check_single_choice(const struct custom_value_check *check,
                                              const struct json *given)
{
    struct str label;
    struct choices choices = {.items = &label, .count = 1};
    bool taken = takes_option(check, json_string(given), &label);
    return taken ? choices_value(check->arena, &choices) : NULL;
}

/* No value has more parts than a field has options: looking further would only cost time. */
static const struct json *refuse_count(const struct custom_value_check *check)
{
    faults_add(check->faults, "%.*s must contain no more than %d elements", STR_ARG(check->path),
               CUSTOM_FIELD_OPTIONS_MAX);
    return NULL;
}

const struct json *custom_options_check(const struct custom_value_check *check,
                                        const struct json *given)
{
    if (json_type(given) == JSON_STRING)
        return check_single_choice(check, given);
    if (json_type(given) != JSON_ARRAY)
        return custom_value_refuse(check, "must be an array");
    size_t count = json_count(given);
    if (count > CUSTOM_FIELD_OPTIONS_MAX)
        return refuse_count(check);
    struct choices choices = {.items = ARENA_ARRAY(check->arena, struct str, count),
                              .as_given = true};
    if (!choose_all(check, given, &choices))
        return NULL;
    return choices.as_given && choices.count == count ? given
                                                      : choices_value(check->arena, &choices);
}

static bool check_box(const struct custom_value_check *check, struct str box,
                      const struct json *given)
{
    if (!is_box(check->field, box)) {
        faults_add(check->faults, "%.*s.property %.*s should not exist", STR_ARG(check->path),
                   STR_ARG(box));
        return false;
    }
    struct custom_value_check inside = *check;
    inside.path = arena_format(check->arena, "%.*s.%.*s", STR_ARG(check->path), STR_ARG(box));
    if (json_type(given) == JSON_STRING)
        return custom_value_fits(&inside, json_string(given), CUSTOM_FIELD_TEXT_MAX);
    custom_value_refuse(&inside, "must be a string");
    return false;
}

const struct json *custom_boxes_check(const struct custom_value_check *check,
                                      const struct json *given)
{
    if (json_type(given) != JSON_OBJECT)
        return custom_value_refuse(check, "must be an object");
    if (json_count(given) > CUSTOM_FIELD_OPTIONS_MAX)
        return refuse_count(check);
    bool fine = true;
    struct json_walk walk = json_walk(given);
    while (json_next(&walk))
        fine = check_box(check, walk.key, walk.value) && fine;
    return fine ? json_without_repeats(check->arena, given) : NULL;
}
