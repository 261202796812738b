#include "contact/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_date(const char *text, int year, int month, int day)
{
    struct date date;
    if (!date_parse(str_of(text), &date))
        fail_msg("'%s' is refused", text);
    assert_int_equal(date.year, year);
    assert_int_equal(date.month, month);
    assert_int_equal(date.day, day);
}

static void assert_no_date(const char *text)
{
    struct date date = {1, 2, 3};
    if (date_parse(str_of(text), &date))
        fail_msg("'%s' is taken", text);
    assert_int_equal(date.year, 1);
    assert_int_equal(date.month, 2);
    assert_int_equal(date.day, 3);
}

static void the_year_may_come_first(void **state)
{
    (void)state;
    assert_date("1990-09-25", 1990, 9, 25);
    assert_date("1990/09/25", 1990, 9, 25);
    assert_date("1990.09.25", 1990, 9, 25);
    assert_date("1990_09_25", 1990, 9, 25);
}

static void the_month_may_come_first(void **state)
{
    (void)state;
    assert_date("09-25-1990", 1990, 9, 25);
    assert_date("09/25/1990", 1990, 9, 25);
    assert_date("09.25.1990", 1990, 9, 25);
    assert_date("09_25_1990", 1990, 9, 25);
    assert_date("02/03/1990", 1990, 2, 3);
}

static void the_day_never_comes_first(void **state)
{
    (void)state;
    assert_no_date("25-09-1990");
    assert_no_date("1990-25-09");
}

static void both_separators_are_the_same(void **state)
{
    (void)state;
    assert_no_date("1990-09/25");
    assert_no_date("1990.09-25");
    assert_no_date("09/25-1990");
    assert_no_date("09_25.1990");
}

static void other_separators_are_refused(void **state)
{
    (void)state;
    assert_no_date("1990 09 25");
    assert_no_date("1990:09:25");
    assert_no_date("09,25,1990");
    assert_no_date("19900925");
    assert_no_date("1990090925");
}

static void every_part_has_all_its_digits(void **state)
{
    (void)state;
    assert_no_date("1990-9-25");
    assert_no_date("1990-09-5");
    assert_no_date("90-09-25");
    assert_no_date("9/25/1990");
    assert_no_date("09/25/90");
    assert_no_date("199O-09-25");
    assert_no_date("1990-+9-25");
    assert_no_date("1990- 9-25");
}

static void a_text_with_more_or_less_is_refused(void **state)
{
    (void)state;
    assert_no_date("");
    assert_no_date("1990");
    assert_no_date("1990-09-2");
    assert_no_date("1990-09-25 ");
    assert_no_date(" 1990-09-25");
    assert_no_date("1990-09-251");
    assert_no_date("09-25-19901");
    assert_no_date("1990-09-25Z");
    struct date date;
    assert_false(date_parse(STR("1990-09-25\0"), &date));
    assert_false(date_parse(str_of(NULL), &date));
}

static void a_month_has_its_own_last_day(void **state)
{
    (void)state;
    static const int last_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; month++) {
        int last_day = last_days[month - 1];
        char text[40];
        snprintf(text, sizeof(text), "2023-%02d-%02d", month, last_day);
        assert_date(text, 2023, month, last_day);
        snprintf(text, sizeof(text), "2023-%02d-%02d", month, last_day + 1);
        assert_no_date(text);
    }
}

static void february_is_longer_in_a_leap_year(void **state)
{
    (void)state;
    assert_date("2024-02-29", 2024, 2, 29);
    assert_date("2000-02-29", 2000, 2, 29);
    assert_no_date("2024-02-30");
    assert_no_date("2023-02-29");
    assert_no_date("1900-02-29");
}

static void a_date_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    assert_no_date("1990-00-25");
    assert_no_date("1990-13-25");
    assert_no_date("1990-09-00");
    assert_no_date("13/25/1990");
    assert_no_date("00/25/1990");
    assert_no_date("02/30/1990");
}

static void years_go_from_1_to_9999(void **state)
{
    (void)state;
    assert_date("0001-01-01", 1, 1, 1);
    assert_date("9999-12-31", 9999, 12, 31);
    assert_no_date("0000-12-31");
    assert_no_date("10000-01-01");
    assert_no_date("-001-01-01");
}

static void a_full_time_may_follow(void **state)
{
    (void)state;
    assert_date("1990-09-25T00:00:00.000Z", 1990, 9, 25);
    assert_date("1990-09-25T23:59", 1990, 9, 25);
    assert_date("1990-09-25T23:59:59", 1990, 9, 25);
    assert_date("1990-09-25T23:59Z", 1990, 9, 25);
    assert_date("1990-09-25T23:59:59.5", 1990, 9, 25);
    assert_date("1990-09-25T23:59:59+0530", 1990, 9, 25);
}

static void the_date_counts_as_written_whatever_the_offset(void **state)
{
    (void)state;
    assert_date("1990-09-25T23:59:59.999-12:00", 1990, 9, 25);
    assert_date("1990-09-25T00:00:00.000+14:00", 1990, 9, 25);
    assert_date("1990-12-31T23:59-23:59", 1990, 12, 31);
}

static void a_time_that_does_not_exist_is_refused(void **state)
{
    (void)state;
    assert_no_date("1990-09-25T24:00");
    assert_no_date("1990-09-25T23:60");
    assert_no_date("1990-09-25T23:59:60");
    assert_no_date("1990-09-25T23:59+24:00");
    assert_no_date("1990-09-25T23:59+00:60");
}

static void a_time_that_is_cut_short_is_refused(void **state)
{
    (void)state;
    static const struct str whole = STR_INIT("1990-09-25T23:59:59.1+05:30");
    static const size_t complete[] = {10, 16, 19, 21, 27};
    size_t next = 0;
    for (size_t len = 0; len <= whole.len; len++) {
        struct date date;
        bool is_complete = complete[next] == len;
        /* "+05" alone has its minutes missing, and so has "+05:" */
        assert_int_equal(date_parse(str_slice(whole, 0, len), &date), is_complete);
        next += is_complete;
    }
    assert_int_equal(next, sizeof(complete) / sizeof(complete[0]));
}

static void a_time_is_written_as_iso_says(void **state)
{
    (void)state;
    assert_no_date("1990-09-25 23:59:59");
    assert_no_date("1990-09-25t23:59:59");
    assert_no_date("1990-09-25T23:59:59z");
    assert_no_date("1990-09-25T23.59.59");
    assert_no_date("1990-09-25T235959");
    assert_no_date("1990-09-25T23:59.5");
    assert_no_date("1990-09-25T23:59:59,5");
    assert_no_date("1990-09-25T23:59:59 Z");
    assert_no_date("1990-09-25T23:59:59ZZ");
    assert_no_date("1990-09-25T23:59:59Z+01:00");
    assert_no_date("1990/09/25T23:59:59Z");
    assert_no_date("09-25-1990T23:59:59Z");
}

static void a_fraction_has_1_to_9_digits(void **state)
{
    (void)state;
    assert_date("1990-09-25T00:00:00.1Z", 1990, 9, 25);
    assert_date("1990-09-25T00:00:00.123456789Z", 1990, 9, 25);
    assert_no_date("1990-09-25T00:00:00.1234567890Z");
    assert_no_date("1990-09-25T00:00:00.Z");
}

static void a_date_is_written_with_all_its_digits(void **state)
{
    (void)state;
    char text[DATE_LEN];
    date_format((struct date){1990, 9, 25}, text);
    assert_memory_equal(text, "1990-09-25", DATE_LEN);
    date_format((struct date){1, 2, 3}, text);
    assert_memory_equal(text, "0001-02-03", DATE_LEN);
    date_format((struct date){9999, 12, 31}, text);
    assert_memory_equal(text, "9999-12-31", DATE_LEN);
}

static void a_date_of_birth_is_a_midnight(void **state)
{
    (void)state;
    char text[DATE_ISO_LEN];
    date_format_iso((struct date){1990, 9, 25}, text);
    assert_memory_equal(text, "1990-09-25T00:00:00.000Z", DATE_ISO_LEN);
}

static void assert_instant(const char *text, int64_t wanted)
{
    int64_t wall_ms = -1;
    assert_true(date_parse_instant(str_of(text), &wall_ms));
    assert_int_equal(wall_ms, wanted);
}

static void a_time_is_milliseconds_since_1970(void **state)
{
    (void)state;
    assert_instant("1970-01-01T00:00:00.000Z", 0);
    assert_instant("1970-01-01", 0);
    assert_instant("1969-12-31T23:59:59.999Z", -1);
    assert_instant("2000-02-29T12:00Z", 951825600000);
    assert_instant("2026-10-25T11:00:00.1234Z", 1792926000123);
    assert_instant("0001-01-01T00:00:00Z", -62135596800000);
    assert_instant("9999-12-31T23:59:59.999Z", 253402300799999);
}

static void an_offset_is_taken_off(void **state)
{
    (void)state;
    assert_instant("1970-01-01T02:00:00+02:00", 0);
    assert_instant("1969-12-31T18:30:00-0530", 0);
}

static void a_time_outside_of_four_digits_is_refused(void **state)
{
    (void)state;
    int64_t wall_ms;
    static const char *const texts[] = {"9999-12-31T23:59:59-00:01",
                                        "0001-01-01T00:00:00+00:01",
                                        "0000-01-01",
                                        "10000-01-01",
                                        "12/31/1999",
                                        "2026",
                                        ""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_false(date_parse_instant(str_of(texts[i]), &wall_ms));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_year_may_come_first),
        cmocka_unit_test(the_month_may_come_first),
        cmocka_unit_test(the_day_never_comes_first),
        cmocka_unit_test(both_separators_are_the_same),
        cmocka_unit_test(other_separators_are_refused),
        cmocka_unit_test(every_part_has_all_its_digits),
        cmocka_unit_test(a_text_with_more_or_less_is_refused),
        cmocka_unit_test(a_month_has_its_own_last_day),
        cmocka_unit_test(february_is_longer_in_a_leap_year),
        cmocka_unit_test(a_date_that_does_not_exist_is_refused),
        cmocka_unit_test(years_go_from_1_to_9999),
        cmocka_unit_test(a_full_time_may_follow),
        cmocka_unit_test(the_date_counts_as_written_whatever_the_offset),
        cmocka_unit_test(a_time_that_does_not_exist_is_refused),
        cmocka_unit_test(a_time_that_is_cut_short_is_refused),
        cmocka_unit_test(a_time_is_written_as_iso_says),
        cmocka_unit_test(a_fraction_has_1_to_9_digits),
        cmocka_unit_test(a_date_is_written_with_all_its_digits),
        cmocka_unit_test(a_date_of_birth_is_a_midnight),
        cmocka_unit_test(a_time_is_milliseconds_since_1970),
        cmocka_unit_test(an_offset_is_taken_off),
        cmocka_unit_test(a_time_outside_of_four_digits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
