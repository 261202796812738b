#include "contact/custom_value.h"

#include "fixture.h"

/* The value kept for a field of the type, as text; empty when it was refused. */
static struct str kept(struct fixture *fixture, enum custom_field_type type, const char *given)
{
    struct custom_field field = {.type = type};
    struct custom_value_check check = {
        .field = &field,
        .path = STR("v"),
        .country = STR("US"),
        .arena = &fixture->arena,
        .faults = &fixture->faults,
    };
    const struct json *value = custom_value_check(&check, json_of(fixture, given));
    return value ? json_text(&fixture->arena, value) : STR("");
}

static void assert_kept(struct fixture *fixture, enum custom_field_type type, const char *given,
                        const char *expected)
{
    assert_json(fixture, kept(fixture, type, given), expected);
    assert_faults(fixture, "");
}

static void assert_refused(struct fixture *fixture, enum custom_field_type type, const char *given,
                           const char *fault)
{
    assert_text(kept(fixture, type, given), "");
    assert_faults(fixture, fault);
}

static void a_text_is_kept_as_given(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_TEXT, "' My Text '", "' My Text '");
    assert_kept(*state, CUSTOM_FIELD_LARGE_TEXT, "'a\\nb'", "'a\\nb'");
    assert_refused(*state, CUSTOM_FIELD_TEXT, "1", "v must be a string");
    assert_refused(*state, CUSTOM_FIELD_LARGE_TEXT, "['a']", "v must be a string");
}

static void text_of(struct fixture *fixture, enum custom_field_type type, size_t length)
{
    struct str text = repeated(fixture, "é", length);
    kept(fixture, type, arena_format(&fixture->arena, "'%.*s'", STR_ARG(text)).ptr);
}

static void a_text_has_at_most_its_types_length(void **state)
{
    text_of(*state, CUSTOM_FIELD_TEXT, 5000);
    text_of(*state, CUSTOM_FIELD_LARGE_TEXT, 65536);
    assert_faults(*state, "");
    text_of(*state, CUSTOM_FIELD_TEXT, 5001);
    text_of(*state, CUSTOM_FIELD_LARGE_TEXT, 65537);
    assert_faults(*state, "v must be shorter than or equal to 5000 characters\n"
                          "v must be shorter than or equal to 65536 characters");
}

static void a_number_is_kept_as_a_number(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_NUMERICAL, "12", "12");
    assert_kept(*state, CUSTOM_FIELD_FLOAT, "-0.5", "-0.5");
    assert_kept(*state, CUSTOM_FIELD_MONETORY, "' 12.25 '", "12.25");
    assert_kept(*state, CUSTOM_FIELD_NUMERICAL, "'-7'", "-7");
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const given[] = {"'twelve'", "'1,5'", "'1e999'", "' '",    "'NaN'",
                                        "true",     "[1]",   "'[1]'",   "'0x10'", "'1 2'"};
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        assert_refused(*state, CUSTOM_FIELD_NUMERICAL, given[i], "v must be a number");
}

static void a_number_in_a_string_has_at_most_64_characters(void **state)
{
    struct fixture *fixture = *state;
    struct str zeros = repeated(fixture, "0", 62);
    struct str longest = arena_format(&fixture->arena, "'1.%.*s'", STR_ARG(zeros));
    assert_kept(fixture, CUSTOM_FIELD_FLOAT, longest.ptr, "1.0");
    struct str longer = arena_format(&fixture->arena, "'1.%.*s0'", STR_ARG(zeros));
    assert_refused(fixture, CUSTOM_FIELD_FLOAT, longer.ptr, "v must be a number");
}

static void a_phone_number_is_kept_in_e164(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_PHONE, "' (415) 555-2671 '", "'+14155552671'");
    assert_kept(*state, CUSTOM_FIELD_PHONE, "'+442079460000'", "'+442079460000'");
    assert_refused(*state, CUSTOM_FIELD_PHONE, "'12'", "v must be a valid phone number");
    assert_refused(*state, CUSTOM_FIELD_PHONE, "4155552671", "v must be a valid phone number");
}

static void an_email_is_kept_composed(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_EMAIL, "' Ann@Example.com '", "'Ann@Example.com'");
    assert_kept(*state, CUSTOM_FIELD_EMAIL, "'u\xCC\x88@example.com'", "'\xC3\xBC@example.com'");
    assert_refused(*state, CUSTOM_FIELD_EMAIL, "'ann'", "v must be an email");
    assert_refused(*state, CUSTOM_FIELD_EMAIL, "1", "v must be an email");
}

static void a_date_is_kept_without_its_time(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_DATE, "'1990-09-25'", "'1990-09-25'");
    assert_kept(*state, CUSTOM_FIELD_DATE, "'09/25/1990'", "'1990-09-25'");
    assert_kept(*state, CUSTOM_FIELD_DATE, "'1990-09-25T23:59:59.000Z'", "'1990-09-25'");
    assert_refused(*state, CUSTOM_FIELD_DATE, "'2023-02-29'", "v must be a valid date");
    assert_refused(*state, CUSTOM_FIELD_DATE, "654220800000", "v must be a valid date");
}

static void a_time_is_kept_as_given_but_trimmed(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_TIME, "'00:00'", "'00:00'");
    assert_kept(*state, CUSTOM_FIELD_TIME, "'23:59:59'", "'23:59:59'");
    assert_kept(*state, CUSTOM_FIELD_TIME, "' 9:05 pm '", "'9:05 pm'");
    assert_kept(*state, CUSTOM_FIELD_TIME, "'12:30AM'", "'12:30AM'");
}

static void a_time_that_no_clock_shows_is_refused(void **state)
{
    static const char *const given[] = {
        "'24:00'", "'12:60'",    "'12:30:60'", "'9:05'",   "'12:30:'",   "'12-30'", "'12:30:5'",
        "'1'",     "'0:30 AM'",  "'13:00 PM'", "'9:5 AM'", "'9:60 AM'",  "'AM'",    "'012:30 AM'",
        "1230",    "'12:30 XM'", "'-0:30'",    "'12:-0'",  "'12:-5 AM'", "'noon'",
    };
    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
        assert_refused(*state, CUSTOM_FIELD_TIME, given[i], "v must be a valid time");
}

static void files_and_signatures_are_objects_or_lists_of_them(void **state)
{
    assert_kept(*state, CUSTOM_FIELD_FILE_UPLOAD, "{'url':'u'}", "{'url':'u'}");
    assert_kept(*state, CUSTOM_FIELD_SIGNATURE, "[{'a':1},{'b':2}]", "[{'a':1},{'b':2}]");
    assert_refused(*state, CUSTOM_FIELD_FILE_UPLOAD, "'u'", "v must be an object");
    assert_refused(*state, CUSTOM_FIELD_SIGNATURE, "[{'a':1},2]",
                   "v must be an object or an array of objects");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_kept_as_given),
        TEST(a_text_has_at_most_its_types_length),
        TEST(a_number_is_kept_as_a_number),
        TEST(what_is_no_number_is_refused),
        TEST(a_number_in_a_string_has_at_most_64_characters),
        TEST(a_phone_number_is_kept_in_e164),
        TEST(an_email_is_kept_composed),
        TEST(a_date_is_kept_without_its_time),
        TEST(a_time_is_kept_as_given_but_trimmed),
        TEST(a_time_that_no_clock_shows_is_refused),
        TEST(files_and_signatures_are_objects_or_lists_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
