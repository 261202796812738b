#include <stdio.h>

#include "cli/command.h"
#include "contact/custom_field.h"
#include "service/custom_fields.h"

static void print_options(struct print *print, const struct custom_field *field)
{
    struct str *labels = ARENA_ARRAY(print->arena, struct str, field->option_count);
    for (size_t i = 0; i < field->option_count; i++)
        labels[i] = field->options[i].label;
    print_texts(print, "picklistOptions", labels, field->option_count);
}

static void print_field(struct print *print, struct str location_id,
                        const struct custom_field *field)
{
    print_record(print);
    print_text(print, "id", field->id);
    print_text(print, "name", field->name);
    print_text(print, "fieldKey", field->key);
    print_text(print, "dataType", custom_field_type_name(field->type));
    print_text(print, "placeholder", field->placeholder);
    print_number(print, "position", field->position);
    if (custom_field_type_has_options(field->type))
        print_options(print, field);
    print_text(print, "locationId", location_id);
    print_text(print, "model", field->object_key);
}

/* " TEXT LARGE_TEXT …" */
#define TYPE(name, options) " " #name
#define TYPES               CUSTOM_FIELD_TYPES(TYPE)

struct wish {
    struct str location_id;
    struct str type;
    struct str key;
    struct str position;
    struct str *options;
    size_t option_count;
    struct custom_field field;
};

/* False after saying what is wrong with the type or its options, with *code. */
static bool check_type(struct invocation *invocation, struct wish *wish, int *code)
{
    struct custom_field *field = &wish->field;
    if (!custom_field_type_parse(wish->type, &field->type)) {
        *code = invocation_usage(invocation, "--type: '%.*s' is not allowed; there are" TYPES,
                                 STR_ARG(wish->type));
        return false;
    }
    bool wants_options = custom_field_type_has_options(field->type);
    if (wants_options != (wish->option_count > 0)) {
        *code = invocation_usage(invocation, "--option: %s",
                                 wants_options ? "this type needs at least one"
                                               : "this type has no options");
        return false;
    }
    return true;
}

static bool check_texts(struct invocation *invocation, struct wish *wish, int *code)
{
    struct custom_field *field = &wish->field;
    struct str name = wish->key.len ? wish->key : field->name;
    if (str_starts_with(name, STR(CUSTOM_FIELD_KEY_PREFIX)))
        name = str_slice(name, strlen(CUSTOM_FIELD_KEY_PREFIX), name.len);
    field->object_key = STR(CUSTOM_FIELD_CONTACT);
    field->key = custom_field_key_of_name(invocation->arena, field->object_key, name);
    *code = EXIT_OK;
    if (str_is_empty(wish->location_id))
        *code = invocation_usage(invocation, "--location: give the id of a location");
    else if (str_is_empty(field->name) || field->name.len > CUSTOM_FIELD_NAME_MAX ||
             !str_is_utf8(field->name))
        *code = invocation_usage(invocation, "--name: give a name of 1 to %d bytes",
                                 CUSTOM_FIELD_NAME_MAX);
    else if (name.len > CUSTOM_FIELD_NAME_MAX || !str_is_utf8(name) ||
             custom_field_key_is_bare(field->key))
        *code = invocation_usage(invocation,
                                 "--key: give at least one letter or digit, and at most %d bytes",
                                 CUSTOM_FIELD_NAME_MAX);
    else if (field->placeholder.len > CUSTOM_FIELD_NAME_MAX || !str_is_utf8(field->placeholder))
        *code =
            invocation_usage(invocation, "--placeholder: at most %d bytes", CUSTOM_FIELD_NAME_MAX);
    else if (wish->position.len > 0 && !str_to_int64(wish->position, &field->position))
        *code = invocation_usage(invocation, "--position: '%.*s' is not a number",
                                 STR_ARG(wish->position));
    for (size_t i = 0; *code == EXIT_OK && i < wish->option_count; i++) {
        const struct str *option = &wish->options[i];
        if (option->len == 0 || option->len > CUSTOM_FIELD_NAME_MAX || !str_is_utf8(*option))
            *code =
                invocation_usage(invocation, "--option: give 1 to %d bytes", CUSTOM_FIELD_NAME_MAX);
    }
    return *code == EXIT_OK;
}

/* Each is its own key, that of a TEXTBOX_LIST's box as well. */
static void take_options(struct invocation *invocation, struct wish *wish)
{
    struct custom_field *field = &wish->field;
    field->options = ARENA_ARRAY(invocation->arena, struct custom_option, wish->option_count);
    field->option_count = wish->option_count;
    for (size_t i = 0; i < wish->option_count; i++)
        field->options[i] =
            (struct custom_option){.key = wish->options[i], .label = wish->options[i]};
}

static int create(struct invocation *invocation, struct wish *wish)
{
    take_options(invocation, wish);
    wish->field.shows_in_forms = true;
    enum err err =
        custom_field_create(invocation->store, invocation->arena, wish->location_id, &wish->field);
    if (err == ERR_CUSTOM_FIELDS_FULL) {
        fprintf(stderr,
                "contactd custom-field create: the location has %d custom fields, or %d MiB of "
                "them, the most\n",
                CUSTOM_FIELDS_OF_LOCATION_MAX, CUSTOM_FIELDS_BYTES_MAX >> 20);
        return EXIT_FAILED;
    }
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", wish->location_id);
    if (err == ERR_CUSTOM_FIELD_EXISTS) {
        fprintf(stderr,
                "contactd custom-field create: the location has a field with the key '%.*s' "
                "already; give another --key\n",
                STR_ARG(wish->field.key));
        return EXIT_FAILED;
    }
    if (err)
        return invocation_failed(invocation, err, "the custom field was not made");
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_field(&print, wish->location_id, &wish->field);
    print_end(&print);
    return EXIT_OK;
}

int custom_field_create_command(struct invocation *invocation)
{
    struct wish wish = {0};
    wish.options = ARENA_ARRAY(invocation->arena, struct str, CUSTOM_FIELD_OPTIONS_MAX);
    const struct conf_flag flags[] = {
        {.name = "location",
         .placeholder = "ID",
         .help = "the location it belongs to",
         .value = &wish.location_id},
        {.name = "name", .placeholder = "NAME", .help = "its name", .value = &wish.field.name},
        {.name = "type",
         .placeholder = "TYPE",
         .help = "its data type: TEXT, NUMERICAL, SINGLE_OPTIONS …",
         .value = &wish.type},
        {.name = "option",
         .placeholder = "TEXT",
         .help = "one picklist option; may be given more than once",
         .values = wish.options,
         .values_max = CUSTOM_FIELD_OPTIONS_MAX,
         .count = &wish.option_count},
        {.name = "allow-custom-option",
         .help = "values outside the options are taken too",
         .given = &wish.field.allows_custom_option},
        {.name = "key",
         .placeholder = "KEY",
         .help = "how bodies may name it (made of the name)",
         .value = &wish.key},
        {.name = "placeholder",
         .placeholder = "TEXT",
         .help = "what an empty form shows",
         .value = &wish.field.placeholder},
        {.name = "position",
         .placeholder = "N",
         .help = "its place among the fields (0)",
         .value = &wish.position},
        {0},
    };
    int code;
    if (!invocation_read(invocation, flags, &code) || !check_type(invocation, &wish, &code) ||
        !check_texts(invocation, &wish, &code) || !invocation_open(invocation, false, &code))
        return code;
    return create(invocation, &wish);
}

int custom_field_list_command(struct invocation *invocation)
{
    struct str location_id = {0};
    const struct conf_flag flags[] = {
        {.name = "location", .placeholder = "ID", .help = "the location", .value = &location_id},
        {0},
    };
    int code;
    if (!invocation_read(invocation, flags, &code))
        return code;
    if (str_is_empty(location_id))
        return invocation_usage(invocation, "--location: give the id of a location");
    struct store_view *view;
    if (!invocation_view(invocation, &view, &code))
        return code;
    struct location location;
    struct custom_fields fields = {0};
    enum err err = store_location_get(view, invocation->arena, location_id, &location);
    if (!err)
        err = store_custom_field_list(view, invocation->arena, location_id,
                                      STR(CUSTOM_FIELD_CONTACT), &fields);
    store_view_release(view);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", location_id);
    if (err)
        return invocation_failed(invocation, err, "the custom fields cannot be listed");
    struct print print = print_begin(invocation->arena, invocation->json, "customFields");
    for (size_t i = 0; i < fields.count; i++)
        print_field(&print, location_id, &fields.items[i]);
    print_end(&print);
    return EXIT_OK;
}
