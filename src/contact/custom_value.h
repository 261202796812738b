/*
 * One value of a custom field, checked and normalised for the field's type. Private to the custom
 * field files; the rules are those told at custom_changes_check.
 */
#pragma once

#include "contact/custom_field.h"

/* What a value is checked with. */
struct custom_value_check {
    const struct custom_field *field;
    struct str path;    /* how faults name it: "customFields.0.field_value" */
    struct str country; /* default region of a phone number */
    struct arena *arena;
    struct faults *faults;
};

/* The value to keep; NULL after adding a fault. `given` is not one that removes the value. */
const struct json *custom_value_check(const struct custom_value_check *check,
                                      const struct json *given);

/* The same for the types with options (custom_option.c). */
const struct json *custom_option_check(const struct custom_value_check *check,
                                       const struct json *given);
const struct json *custom_options_check(const struct custom_value_check *check,
                                        const struct json *given);
const struct json *custom_boxes_check(const struct custom_value_check *check,
                                      const struct json *given);

/* Adds "PATH what" to the faults and returns NULL, so that a failing path is one line. */
const struct json *custom_value_refuse(const struct custom_value_check *check, const char *what);

/* False, with a fault, when a text has more code points than `max`. */
bool custom_value_fits(const struct custom_value_check *check, struct str text, size_t max);

/* The given value itself where normalising changed nothing of it, which is the common case. */
const struct json *custom_value_string(struct arena *arena, const struct json *given,
                                       struct str text);

/* A value other than the given one, from its JSON text. */
const struct json *custom_value_made(struct arena *arena, struct str json_text);
