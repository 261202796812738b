#include "contact/custom_value.h"

#include <assert.h>

#include "contact/date.h"
#include "contact/text.h"
#include "json/writer.h"

/* More characters than any number needs that a double can hold. */
enum { NUMBER_TEXT_MAX = 64 };

const struct json *custom_value_refuse(const struct custom_value_check *check, const char *what)
{
    faults_add(check->faults, "%.*s %s", STR_ARG(check->path), what);
    return NULL;
}

bool custom_value_fits(const struct custom_value_check *check, struct str text, size_t max)
{
    if (str_code_points(text) <= max)
        return true;
    faults_add(check->faults, "%.*s must be shorter than or equal to %zu characters",
               STR_ARG(check->path), max);
    return false;
}

const struct json *custom_value_made(struct arena *arena, struct str json_text)
{
    const struct json *value = NULL;
    struct json_malformed malformed;
    enum err err = json_parse(arena, json_text, &value, &malformed);
    assert(!err);
    return value;
}

const struct json *custom_value_string(struct arena *arena, const struct json *given,
                                       struct str text)
{
    if (str_eq(json_string(given), text))
        return given;
    struct json_writer *w = json_writer_new(arena);
    json_write_string(w, text);
    return custom_value_made(arena, json_finish(w));
}

static const struct json *check_text(const struct custom_value_check *check,
                                     const struct json *given, size_t max)
{
    if (json_type(given) != JSON_STRING)
        return custom_value_refuse(check, "must be a string");
    return custom_value_fits(check, json_string(given), max) ? given : NULL;
}

/* A string is a number when it is one in JSON; the parser also refuses what no double can hold. */
static const struct json *number_of_text(struct arena *arena, struct str text)
{
    text = str_trim(text);
    const struct json *value;
    struct json_malformed malformed;
    if (text.len > NUMBER_TEXT_MAX || json_parse(arena, text, &value, &malformed))
        return NULL;
    return json_type(value) == JSON_NUMBER ? value : NULL;
}

static const struct json *check_number(const struct custom_value_check *check,
                                       const struct json *given)
{
    if (json_type(given) == JSON_NUMBER)
        return given;
    const struct json *number =
        json_type(given) == JSON_STRING ? number_of_text(check->arena, json_string(given)) : NULL;
    return number ? number : custom_value_refuse(check, "must be a number");
}

static const struct json *check_phone(const struct custom_value_check *check,
                                      const struct json *given)
{
    struct str e164;
    if (json_type(given) != JSON_STRING ||
        !text_e164(check->arena, str_trim(json_string(given)), check->country, &e164))
        return custom_value_refuse(check, "must be a valid phone number");
    return custom_value_string(check->arena, given, e164);
}

static const struct json *check_email(const struct custom_value_check *check,
                                      const struct json *given)
{
    struct str email = json_type(given) == JSON_STRING ? str_trim(json_string(given)) : STR("");
    email = text_nfc(check->arena, email);
    if (!text_is_email(email))
        return custom_value_refuse(check, "must be an email");
    return custom_value_string(check->arena, given, email);
}

static const struct json *check_date(const struct custom_value_check *check,
                                     const struct json *given)
{
    struct date date;
    if (json_type(given) != JSON_STRING || !date_parse(str_trim(json_string(given)), &date))
        return custom_value_refuse(check, "must be a valid date");
    char text[DATE_LEN];
    date_format(date, text);
    return custom_value_string(check->arena, given,
                               arena_copy(check->arena, (struct str){text, DATE_LEN}));
}

/* Digits of a clock, from `min` to `max`; "-0" is a number, but no clock shows it. */
static bool is_clock_part(struct str digits, int64_t min, int64_t max)
{
    int64_t number;
    return !str_starts_with(digits, STR("-")) && str_to_int64(digits, &number) && number >= min &&
           number <= max;
}

/* HH:MM or HH:MM:SS. */
static bool is_24_hour_time(struct str text)
{
    enum { MINUTES_LEN = 5, SECONDS_LEN = 8 };
    if (text.len != MINUTES_LEN && text.len != SECONDS_LEN)
        return false;
    if (text.len == SECONDS_LEN &&
        (text.ptr[5] != ':' || !is_clock_part(str_slice(text, 6, 8), 0, 59)))
        return false;
    return is_clock_part(str_slice(text, 0, 2), 0, 23) && text.ptr[2] == ':' &&
           is_clock_part(str_slice(text, 3, 5), 0, 59);
}

/* h:MM AM or h:MM PM, in either case, with or without the space. */
static bool is_12_hour_time(struct str text)
{
    enum { HALF_LEN = 2 };
    if (text.len < HALF_LEN)
        return false;
    struct str half = str_slice(text, text.len - HALF_LEN, text.len);
    if (!str_eq_nocase(half, STR("AM")) && !str_eq_nocase(half, STR("PM")))
        return false;
    struct str clock = str_trim(str_slice(text, 0, text.len - HALF_LEN));
    size_t colon = str_find(clock, ':');
    struct str hour = str_slice(clock, 0, colon);
    struct str minute = str_slice(clock, colon + 1, clock.len);
    return hour.len <= 2 && is_clock_part(hour, 1, 12) && minute.len == 2 &&
           is_clock_part(minute, 0, 59);
}

static const struct json *check_time(const struct custom_value_check *check,
                                     const struct json *given)
{
    struct str text = json_type(given) == JSON_STRING ? str_trim(json_string(given)) : STR("");
    if (!is_24_hour_time(text) && !is_12_hour_time(text))
        return custom_value_refuse(check, "must be a valid time");
    return custom_value_string(check->arena, given, text);
}

static const struct json *check_files(const struct custom_value_check *check,
                                      const struct json *given)
{
    if (json_type(given) == JSON_OBJECT)
        return json_without_repeats(check->arena, given);
    if (json_type(given) != JSON_ARRAY)
        return custom_value_refuse(check, "must be an object");
    struct json_walk walk = json_walk(given);
    while (json_next(&walk))
        if (json_type(walk.value) != JSON_OBJECT)
            return custom_value_refuse(check, "must be an object or an array of objects");
    return json_without_repeats(check->arena, given);
}

const struct json *custom_value_check(const struct custom_value_check *check,
                                      const struct json *given)
{
    switch (check->field->type) {
    case CUSTOM_FIELD_TEXT:
        return check_text(check, given, CUSTOM_FIELD_TEXT_MAX);
    case CUSTOM_FIELD_LARGE_TEXT:
        return check_text(check, given, CUSTOM_FIELD_LARGE_TEXT_MAX);
    case CUSTOM_FIELD_NUMERICAL:
    case CUSTOM_FIELD_FLOAT:
    case CUSTOM_FIELD_MONETORY:
        return check_number(check, given);
    case CUSTOM_FIELD_PHONE:
        return check_phone(check, given);
    case CUSTOM_FIELD_EMAIL:
        return check_email(check, given);
    case CUSTOM_FIELD_SINGLE_OPTIONS:
    case CUSTOM_FIELD_RADIO:
        return custom_option_check(check, given);
    case CUSTOM_FIELD_CHECKBOX:
    case CUSTOM_FIELD_MULTIPLE_OPTIONS:
        return custom_options_check(check, given);
    case CUSTOM_FIELD_DATE:
        return check_date(check, given);
    case CUSTOM_FIELD_TIME:
        return check_time(check, given);
    case CUSTOM_FIELD_TEXTBOX_LIST:
        return custom_boxes_check(check, given);
    case CUSTOM_FIELD_FILE_UPLOAD:
    case CUSTOM_FIELD_SIGNATURE:
    case CUSTOM_FIELD_TYPE_COUNT:
        break;
    }
    return check_files(check, given);
}
