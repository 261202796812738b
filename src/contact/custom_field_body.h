/*
 * The bodies that define or change a custom field, of both APIs, and what they make of a field.
 *
 * A location's fields and those of objects are the same ones; their bodies name the same things
 * differently, and are read into one struct. What a data type has no use for is taken and not kept:
 * the published example of a TEXT has file formats.
 *
 * Texts point into the arena of whoever made them. Pure.
 */
#pragma once

#include "base/arena.h"
#include "base/faults.h"
#include "contact/custom_field.h"
#include "json/table.h"

/* POST, PUT /locations/{locationId}/customFields; POST, PUT /custom-fields. */
enum custom_field_body_kind {
    CUSTOM_FIELD_BODY_LOCATION_CREATE,
    CUSTOM_FIELD_BODY_LOCATION_UPDATE,
    CUSTOM_FIELD_BODY_OBJECT_CREATE,
    CUSTOM_FIELD_BODY_OBJECT_UPDATE,
};

struct custom_field_body {
    /* as given */
    struct json_opt_text location_id;
    struct json_opt_text name;
    struct json_opt_text description;
    struct json_opt_text placeholder;
    struct json_opt_text data_type;
    struct json_opt_text field_key;
    struct json_opt_text object; /* "objectKey", "model" */
    struct json_opt_text parent_id;
    struct json_opt_text format;   /* objects: one of them */
    struct json_opt_texts formats; /* locations */
    struct json_opt_number files_max;
    struct json_opt_number position;
    struct json_opt_flag many_files;
    struct json_opt_flag custom_option;
    struct json_opt_flag in_forms;
    struct json_opt_texts labels;   /* locations: "options" */
    struct json_opt_texts picklist; /* … or "picklistOptions", as an answer names them */
    struct json_opt_list boxes;     /* … or "textBoxListOptions" */
    struct json_opt_list options;   /* objects */

    /* what that means */
    struct str object_key; /* empty: an update that does not say */
    struct str key;        /* of a create */
    enum custom_field_type type;
    bool gives_options; /* whichever way */
    struct custom_option *option_items;
    size_t option_count; /* their keys may be empty */
};

/* The values of some properties: data types, of any field and as objects have them; files. Each is
 * ended by an empty one. */
extern const struct str custom_field_types[];
extern const struct str custom_field_object_types[];
extern const struct str custom_field_formats[];

/* What such a body may have. The fields are put into `room`, which the table points to. */
struct json_table custom_field_body_table(enum custom_field_body_kind kind,
                                          struct json_field room[JSON_TABLE_ROOM]);

/* What is wrong is added to *faults. `object` is a JSON object. */
void custom_field_body_read(enum custom_field_body_kind kind, const struct json *object,
                            struct arena *arena, struct custom_field_body *body,
                            struct faults *faults);

/*
 * Onto a field: what the body names and nothing else; null clears. Options replace the whole list;
 * one without a key takes over that of its label, or, in a picklist, has its label for one. A new
 * box is left without: an id is the caller's to give. `arena` holds the new options.
 */
void custom_field_body_apply(const struct custom_field_body *body, struct arena *arena,
                             struct custom_field *field);

/* False when an option of `before` is not among those of `now`, by key. */
bool custom_options_are_kept(const struct custom_field *before, const struct custom_field *now);

/* False when two options have the same key. */
bool custom_options_are_unique(const struct custom_field *field);
