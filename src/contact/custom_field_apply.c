/*
 * A body onto a field.
 */
#include "contact/custom_field_body.h"

static void take_text(struct str *text, const struct json_opt_text *given)
{
    if (given->presence != JSON_ABSENT)
        *text = given->value;
}

static void take_flag(bool *flag, const struct json_opt_flag *given)
{
    if (given->presence != JSON_ABSENT)
        *flag = given->value;
}

static void take_number(int64_t *number, const struct json_opt_number *given)
{
    if (given->presence != JSON_ABSENT)
        *number = given->value;
}

static void take_formats(struct arena *arena, const struct custom_field_body *body,
                         struct custom_field *field)
{
    if (body->formats.presence != JSON_ABSENT)
        field->formats = text_list_of_ids(arena, body->formats.items, body->formats.count);
    if (body->format.presence != JSON_ABSENT)
        field->formats = text_list_of_ids(arena, &body->format.value,
                                          body->format.presence == JSON_GIVEN ? 1 : 0);
}

static const struct custom_option *find_key(const struct custom_option *options, size_t count,
                                            struct str key)
{
    for (size_t i = 0; i < count; i++) {
        if (str_eq(options[i].key, key))
            return &options[i];
    }
    return NULL;
}

/* What an option of that label had for a key, unless another one has it now. */
static struct str key_of_label(const struct custom_field *field,
                               const struct custom_field_body *body, struct str label)
{
    for (size_t i = 0; i < field->option_count; i++) {
        const struct custom_option *option = &field->options[i];
        if (str_eq(option->label, label) &&
            !find_key(body->option_items, body->option_count, option->key))
            return option->key;
    }
    return STR("");
}

/*
 * A picklist's option that has no key is its own; a box waits for an id. What one API has no name
 * for stays as the other one gave it.
 */
static struct custom_option option_of(const struct custom_field_body *body,
                                      const struct custom_field *field, size_t index)
{
    struct custom_option option = body->option_items[index];
    if (str_is_empty(option.key))
        option.key = key_of_label(field, body, option.label);
    if (str_is_empty(option.key) && field->type != CUSTOM_FIELD_TEXTBOX_LIST)
        option.key = option.label;
    const struct custom_option *before = find_key(field->options, field->option_count, option.key);
    if (before && body->options.presence == JSON_GIVEN)
        option.prefill = before->prefill;
    else if (before)
        option.url = before->url;
    return option;
}

static void replace_options(struct arena *arena, const struct custom_field_body *body,
                            struct custom_field *field)
{
    struct custom_option *options = ARENA_ARRAY(arena, struct custom_option, body->option_count);
    for (size_t i = 0; i < body->option_count; i++)
        options[i] = option_of(body, field, i);
    field->options = options;
    field->option_count = body->option_count;
}

void custom_field_body_apply(const struct custom_field_body *body, struct arena *arena,
                             struct custom_field *field)
{
    take_text(&field->name, &body->name);
    take_text(&field->description, &body->description);
    take_text(&field->placeholder, &body->placeholder);
    take_text(&field->parent_id, &body->parent_id);
    take_flag(&field->shows_in_forms, &body->in_forms);
    take_flag(&field->allows_custom_option, &body->custom_option);
    take_flag(&field->allows_many_files, &body->many_files);
    take_number(&field->position, &body->position);
    take_number(&field->files_max, &body->files_max);
    take_formats(arena, body, field);
    if (body->gives_options)
        replace_options(arena, body, field);
    custom_field_drop_unused(field);
}

bool custom_options_are_kept(const struct custom_field *before, const struct custom_field *now)
{
    for (size_t i = 0; i < before->option_count; i++) {
        if (!find_key(now->options, now->option_count, before->options[i].key))
            return false;
    }
    return true;
}

bool custom_options_are_unique(const struct custom_field *field)
{
    for (size_t i = 0; i < field->option_count; i++) {
        if (find_key(field->options, i, field->options[i].key))
            return false;
    }
    return true;
}
