/*
 * A definition as the two APIs show it. Both were published at different times, and name the same
 * things differently.
 */
#include "base/clock.h"
#include "contact/custom_field.h"

static void write_text(struct json_writer *w, struct str name, struct str text)
{
    if (!str_is_empty(text))
        json_member_string(w, name, text);
}

/* ---- of a location ----------------------------------------------------------------------------
 */

/* As published, a list of texts; the boxes of a TEXTBOX_LIST, whose keys bodies name, stand beside.
 */
static void write_picklist(struct json_writer *w, const struct custom_field *field)
{
    json_key(w, STR("picklistOptions"));
    json_begin_array(w);
    for (size_t i = 0; i < field->option_count; i++)
        json_write_string(w, field->options[i].label);
    json_end(w);
    json_key(w, STR("picklistImageOptions"));
    json_begin_array(w);
    for (size_t i = 0; i < field->option_count; i++) {
        if (!str_is_empty(field->options[i].url))
            json_write_string(w, field->options[i].url);
    }
    json_end(w);
    json_member_bool(w, STR("isAllowedCustomOption"), field->allows_custom_option);
}

static void write_boxes(struct json_writer *w, const struct custom_field *field)
{
    json_key(w, STR("textBoxListOptions"));
    json_begin_array(w);
    for (size_t i = 0; i < field->option_count; i++) {
        json_begin_object(w);
        json_member_string(w, STR("id"), field->options[i].key);
        json_member_string(w, STR("label"), field->options[i].label);
        json_member_string(w, STR("prefillValue"), field->options[i].prefill);
        json_end(w);
    }
    json_end(w);
}

static void write_files(struct json_writer *w, const struct custom_field *field)
{
    json_member_strings(w, STR("acceptedFormat"), field->formats.items, field->formats.count);
    json_member_bool(w, STR("isMultiFileAllowed"), field->allows_many_files);
    if (field->files_max > 0)
        json_member_int(w, STR("maxFileLimit"), field->files_max);
}

void custom_field_write_of_location(struct json_writer *w, struct str location_id,
                                    const struct custom_field *field)
{
    json_begin_object(w);
    json_member_string(w, STR("id"), field->id);
    write_text(w, STR("name"), field->name);
    json_member_string(w, STR("fieldKey"), field->key);
    write_text(w, STR("placeholder"), field->placeholder);
    write_text(w, STR("description"), field->description);
    json_member_string(w, STR("dataType"), custom_field_type_name(field->type));
    json_member_int(w, STR("position"), field->position);
    if (custom_field_type_has_options(field->type))
        write_picklist(w, field);
    if (field->type == CUSTOM_FIELD_TEXTBOX_LIST)
        write_boxes(w, field);
    if (field->type == CUSTOM_FIELD_FILE_UPLOAD)
        write_files(w, field);
    write_text(w, STR("parentId"), field->parent_id);
    json_member_string(w, STR("locationId"), location_id);
    json_member_string(w, STR("model"), field->object_key);
    json_end(w);
}

/* ---- of an object -----------------------------------------------------------------------------
 */

static void write_options(struct json_writer *w, const struct custom_field *field)
{
    json_key(w, STR("options"));
    json_begin_array(w);
    for (size_t i = 0; i < field->option_count; i++) {
        json_begin_object(w);
        json_member_string(w, STR("key"), field->options[i].key);
        json_member_string(w, STR("label"), field->options[i].label);
        write_text(w, STR("url"), field->options[i].url);
        json_end(w);
    }
    json_end(w);
    if (field->type != CUSTOM_FIELD_TEXTBOX_LIST)
        json_member_bool(w, STR("allowCustomOption"), field->allows_custom_option);
}

/* One format is all that this API knows: of several nothing is said. */
static void write_limits(struct json_writer *w, const struct custom_field *field)
{
    if (field->formats.count == 1)
        json_member_string(w, STR("acceptedFormats"), field->formats.items[0]);
    if (field->files_max > 0)
        json_member_int(w, STR("maxFileLimit"), field->files_max);
}

void custom_field_write_of_object(struct json_writer *w, struct arena *arena,
                                  struct str location_id, const struct custom_field *field)
{
    json_begin_object(w);
    json_member_string(w, STR("locationId"), location_id);
    write_text(w, STR("name"), field->name);
    write_text(w, STR("description"), field->description);
    write_text(w, STR("placeholder"), field->placeholder);
    json_member_bool(w, STR("showInForms"), field->shows_in_forms);
    if (custom_field_type_has_options(field->type))
        write_options(w, field);
    if (field->type == CUSTOM_FIELD_FILE_UPLOAD)
        write_limits(w, field);
    json_member_string(w, STR("id"), field->id);
    json_member_string(w, STR("objectKey"), field->object_key);
    json_member_string(w, STR("dataType"), custom_field_type_name(field->type));
    json_member_string(w, STR("parentId"), field->parent_id);
    json_member_string(w, STR("fieldKey"), field->key);
    json_member_string(w, STR("documentType"), STR("field"));
    json_member_string(w, STR("dateAdded"), clock_iso(arena, field->date_added_ms));
    json_member_string(w, STR("dateUpdated"), clock_iso(arena, field->date_updated_ms));
    json_end(w);
}
