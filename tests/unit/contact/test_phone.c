#include "contact/phone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_phone(const char *text, const char *country, const char *expected)
{
    char e164[PHONE_E164_MAX];
    size_t len;
    if (!phone_normalize(str_of(text), str_of(country), e164, &len))
        fail_msg("'%s' is refused in '%s'", text, country);
    struct str actual = {e164, len};
    if (!str_eq(actual, str_of(expected)))
        fail_msg("'%s' gives '%.*s', not '%s'", text, STR_ARG(actual), expected);
}

static void assert_no_phone(const char *text, const char *country)
{
    char e164[PHONE_E164_MAX] = "untouched";
    size_t len = 99;
    if (phone_normalize(str_of(text), str_of(country), e164, &len))
        fail_msg("'%s' is taken in '%s'", text, country);
    assert_string_equal(e164, "untouched");
    assert_int_equal(len, 99);
}

static void a_number_with_a_country_code_needs_no_country(void **state)
{
    (void)state;
    assert_phone("+1 888-888-8888", "", "+18888888888");
    assert_phone("+1 888-888-8888", "US", "+18888888888");
    assert_phone("+1 888-888-8888", "CH", "+18888888888");
    assert_phone("+18832327657", "AQ", "+18832327657");
    assert_phone("+44 20 7946 0958", "US", "+442079460958");
}

static void a_number_without_one_is_read_in_the_country(void **state)
{
    (void)state;
    assert_phone("(888) 888-8888", "US", "+18888888888");
    assert_phone("8888888888", "US", "+18888888888");
    assert_phone("1 888 888 8888", "US", "+18888888888");
    assert_phone("020 7946 0958", "GB", "+442079460958");
    assert_phone("044 668 18 00", "CH", "+41446681800");
}

static void a_number_dialled_from_the_country_is_read(void **state)
{
    (void)state;
    assert_phone("011 44 20 7946 0958", "US", "+442079460958");
    assert_phone("00 1 888 888 8888", "CH", "+18888888888");
}

static void a_zero_that_belongs_to_the_number_is_kept(void **state)
{
    (void)state;
    assert_phone("06 698 12345", "IT", "+390669812345");
}

static void a_number_that_no_network_has_assigned_is_taken(void **state)
{
    (void)state;
    assert_phone("+1 555 010 0123", "", "+15550100123");
    assert_phone("555-010-0123", "US", "+15550100123");
}

static void a_number_without_its_area_code_is_refused(void **state)
{
    (void)state;
    assert_no_phone("253-0000", "US");
    assert_no_phone("+12530000", "");
}

static void digits_of_any_script_are_read(void **state)
{
    (void)state;
    assert_phone("\uFF0B\uFF11 888 888 8888", "", "+18888888888");
    assert_phone("+٤٩٣٠١٢٣٤٥٦٧", "", "+49301234567");
}

static void letters_on_a_keypad_are_digits(void **state)
{
    (void)state;
    assert_phone("1-800-FLOWERS", "US", "+18003569377");
}

static void an_extension_is_dropped(void **state)
{
    (void)state;
    assert_phone("+1 888 888 8888 ext. 12", "", "+18888888888");
    assert_phone("tel:+1-888-888-8888;ext=12", "", "+18888888888");
}

static void a_number_without_country_code_or_country_is_refused(void **state)
{
    (void)state;
    assert_no_phone("888-888-8888", "");
    assert_no_phone("888-888-8888", "ZZ");
}

static void a_country_without_numbers_of_its_own_reads_none(void **state)
{
    (void)state;
    assert_no_phone("888-888-8888", "AQ");
    assert_no_phone("888-888-8888", "AN");
}

static void a_length_that_the_region_does_not_have_is_refused(void **state)
{
    (void)state;
    assert_no_phone("12", "US");
    assert_no_phone("911", "US");
    assert_no_phone("+1 888 888 88888", "");
    assert_no_phone("+1 888 888 888", "");
}

static void a_country_code_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    assert_no_phone("+999 1234567", "US");
    assert_no_phone("+0 888 888 8888", "US");
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    assert_no_phone("", "US");
    assert_no_phone(NULL, "US");
    assert_no_phone("n/a", "US");
    assert_no_phone("rosan@deos.com", "US");
    assert_no_phone("call +1 888 888 8888 please", "US");
    assert_no_phone("\xFF\xFE\xFD", "US");
    assert_no_phone("+1\xFF 888 888 8888", "US");
}

/* Germany has numbers of 15 digits behind its 49, and E.164 has 15 in all. */
static void a_number_has_at_most_15_digits(void **state)
{
    (void)state;
    assert_phone("+49 1234567890123", "", "+491234567890123");
    assert_no_phone("+49 12345678901234", "");
    assert_no_phone("+49 123456789012345", "");
}

static void a_text_has_at_most_64_bytes(void **state)
{
    (void)state;
    char text[PHONE_TEXT_MAX + 2];
    memset(text, ' ', sizeof(text));
    memcpy(text, "+1 888 888", 10);
    memcpy(text + PHONE_TEXT_MAX - 4, "8888", 5);
    assert_phone(text, "", "+18888888888");
    memcpy(text + PHONE_TEXT_MAX - 4, " 8888", 6);
    assert_no_phone(text, "");
}

static void a_plus_makes_a_number_international(void **state)
{
    (void)state;
    assert_true(phone_is_international(STR("+1 888-888-8888")));
    assert_true(phone_is_international(STR("\uFF0B1 888")));
    assert_true(phone_is_international(STR("+")));
    assert_false(phone_is_international(STR("1 888-888-8888")));
    assert_false(phone_is_international(STR("(+1) 888-888-8888")));
    assert_false(phone_is_international(STR("\xEF\xBC")));
    assert_false(phone_is_international(STR("")));
    assert_false(phone_is_international(str_of(NULL)));
}

/* "011" is how the United States dial abroad; no country code begins with 0. */
static void an_international_number_never_depends_on_the_country(void **state)
{
    (void)state;
    assert_phone("011 44 20 7946 0958", "US", "+442079460958");
    assert_no_phone("+011 44 20 7946 0958", "US");
    assert_no_phone("+011 44 20 7946 0958", "");
}

static void a_normalized_number_stays_as_it_is(void **state)
{
    (void)state;
    assert_phone("+18888888888", "US", "+18888888888");
    assert_phone("+12025550100", "CH", "+12025550100");
    assert_phone("+390669812345", "US", "+390669812345");
    assert_phone("+525512345678", "MX", "+525512345678");
    assert_phone("011 15 1234 5678", "AR", "+5491112345678");
    assert_phone("+5491112345678", "AR", "+5491112345678");
}

/* Each reading would take a zero off. */
static void a_number_that_would_change_when_read_again_is_refused(void **state)
{
    (void)state;
    assert_no_phone("000912231891", "AR");
    assert_no_phone("+4400673799780", "");
    assert_phone("+440673799780", "", "+44673799780");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_with_a_country_code_needs_no_country),
        cmocka_unit_test(a_number_without_one_is_read_in_the_country),
        cmocka_unit_test(a_number_dialled_from_the_country_is_read),
        cmocka_unit_test(a_zero_that_belongs_to_the_number_is_kept),
        cmocka_unit_test(a_number_that_no_network_has_assigned_is_taken),
        cmocka_unit_test(a_number_without_its_area_code_is_refused),
        cmocka_unit_test(digits_of_any_script_are_read),
        cmocka_unit_test(letters_on_a_keypad_are_digits),
        cmocka_unit_test(an_extension_is_dropped),
        cmocka_unit_test(a_number_without_country_code_or_country_is_refused),
        cmocka_unit_test(a_country_without_numbers_of_its_own_reads_none),
        cmocka_unit_test(a_length_that_the_region_does_not_have_is_refused),
        cmocka_unit_test(a_country_code_that_does_not_exist_is_refused),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_number_has_at_most_15_digits),
        cmocka_unit_test(a_text_has_at_most_64_bytes),
        cmocka_unit_test(a_plus_makes_a_number_international),
        cmocka_unit_test(an_international_number_never_depends_on_the_country),
        cmocka_unit_test(a_normalized_number_stays_as_it_is),
        cmocka_unit_test(a_number_that_would_change_when_read_again_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
