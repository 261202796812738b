#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

static void a_literal_has_no_nul(void **state)
{
    (void)state;
    assert_int_equal(STR("abc").len, 3);
    assert_true(str_is_empty(STR("")));
    assert_true(str_is_empty(str_of(NULL)));
    assert_true(str_eq(str_of("abc"), STR("abc")));
}

static void texts_are_equal_byte_by_byte(void **state)
{
    (void)state;
    assert_true(str_eq(STR("a\0b"), STR("a\0b")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_false(str_eq(STR("ab"), STR("abc")));
    assert_true(str_eq(STR(""), str_of(NULL)));
}

static void case_is_ignored_in_ascii_only(void **state)
{
    (void)state;
    assert_true(str_eq_nocase(STR("Content-TYPE"), STR("content-type")));
    assert_false(str_eq_nocase(STR("@[`{"), STR("`{@[")));
    assert_false(str_eq_nocase(STR("Ä"), STR("ä")));
    assert_false(str_eq_nocase(STR("ab"), STR("abc")));
}

static void a_text_starts_and_ends_with_its_parts(void **state)
{
    (void)state;
    assert_true(str_starts_with(STR("contact.key"), STR("contact.")));
    assert_true(str_ends_with(STR("contact.key"), STR(".key")));
    assert_true(str_starts_with(STR("abc"), STR("")));
    assert_true(str_ends_with(STR("abc"), STR("")));
    assert_true(str_starts_with(STR("abc"), STR("abc")));
    assert_true(str_ends_with(STR("abc"), STR("abc")));
    assert_false(str_starts_with(STR("ab"), STR("abc")));
    assert_false(str_ends_with(STR("bc"), STR("abc")));
    assert_false(str_ends_with(STR("abc"), STR("b")));
}

static void a_slice_is_clamped(void **state)
{
    (void)state;
    assert_true(str_eq(str_slice(STR("abcd"), 1, 3), STR("bc")));
    assert_true(str_eq(str_slice(STR("abcd"), 2, 99), STR("cd")));
    assert_int_equal(str_slice(STR("abcd"), 4, 99).len, 0);
    assert_int_equal(str_slice(STR("abcd"), 99, 100).len, 0);
    assert_int_equal(str_slice(STR("abcd"), 3, 1).len, 0);
    assert_int_equal(str_slice(str_of(NULL), 0, 1).len, 0);
}

static void find_gives_the_length_when_there_is_none(void **state)
{
    (void)state;
    assert_int_equal(str_find(STR("a=b=c"), '='), 1);
    assert_int_equal(str_find(STR("abc"), '='), 3);
    assert_int_equal(str_find(str_of(NULL), '='), 0);
}

static void trim_takes_white_space_off_both_ends(void **state)
{
    (void)state;
    assert_true(str_eq(str_trim(STR(" \t\r\na b\n ")), STR("a b")));
    assert_int_equal(str_trim(STR(" \t")).len, 0);
    assert_true(str_eq(str_trim(STR("\va")), STR("\va")));
}

static void cut_gives_every_part_and_the_empty_ones_between(void **state)
{
    (void)state;
    struct str rest = STR(",a,,b,");
    const struct str parts[] = {STR(""), STR("a"), STR(""), STR("b")};
    struct str part;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_true(str_cut(&rest, ',', &part));
        assert_true(str_eq(part, parts[i]));
    }
    assert_false(str_cut(&rest, ',', &part));
}

static void numbers_are_read_up_to_both_ends_of_int64(void **state)
{
    (void)state;
    const struct {
        struct str text;
        int64_t number;
    } rows[] = {
        {STR("0"), 0},
        {STR("-0"), 0},
        {STR("007"), 7},
        {STR("-42"), -42},
        {STR("9223372036854775807"), INT64_MAX},
        {STR("-9223372036854775808"), INT64_MIN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t number = 1;
        assert_true(str_to_int64(rows[i].text, &number));
        assert_true(number == rows[i].number);
    }
}

static void what_is_not_a_whole_number_is_refused(void **state)
{
    (void)state;
    const char *const texts[] = {"",
                                 "-",
                                 "+1",
                                 " 1",
                                 "1 ",
                                 "1.0",
                                 "1e3",
                                 "0x1",
                                 "--1",
                                 "1-",
                                 "9223372036854775808",
                                 "-9223372036854775809"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t number = 77;
        assert_false(str_to_int64(str_of(texts[i]), &number));
        assert_int_equal(number, 77);
    }
}

/* So many texts that are alike, in a table with room for as many: a good hash fills two thirds. */
static void hashes_of_similar_texts_spread_over_a_table(void **state)
{
    (void)state;
    enum { TEXTS = 1000 };
    bool taken[TEXTS] = {false};
    int places = 0;
    for (int i = 0; i < TEXTS; i++) {
        char text[32];
        snprintf(text, sizeof text, "contact-%d", i);
        bool *place = &taken[str_hash(str_of(text), 0) % TEXTS];
        places += !*place;
        *place = true;
    }
    assert_true(places > TEXTS / 2);
}

static void a_hash_depends_on_what_came_before_the_text(void **state)
{
    (void)state;
    assert_true(str_hash(STR("a"), 0) == str_hash(STR("a"), 0));
    assert_true(str_hash(STR("a"), 0) != str_hash(STR("b"), 0));
    assert_true(str_hash(STR("a"), 0) != str_hash(STR("a"), str_hash(STR("b"), 0)));
}

static void numbers_are_written_as_they_are_read(void **state)
{
    (void)state;
    const char *const numbers[] = {
        "0", "7", "-1", "1000", "-9223372036854775808", "9223372036854775807"};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t number;
        char room[STR_INT64_MAX];
        assert_true(str_to_int64(str_of(numbers[i]), &number));
        assert_true(str_eq(str_from_int64(number, room), str_of(numbers[i])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_literal_has_no_nul),
        cmocka_unit_test(texts_are_equal_byte_by_byte),
        cmocka_unit_test(case_is_ignored_in_ascii_only),
        cmocka_unit_test(a_text_starts_and_ends_with_its_parts),
        cmocka_unit_test(a_slice_is_clamped),
        cmocka_unit_test(find_gives_the_length_when_there_is_none),
        cmocka_unit_test(trim_takes_white_space_off_both_ends),
        cmocka_unit_test(cut_gives_every_part_and_the_empty_ones_between),
        cmocka_unit_test(numbers_are_read_up_to_both_ends_of_int64),
        cmocka_unit_test(what_is_not_a_whole_number_is_refused),
        cmocka_unit_test(numbers_are_written_as_they_are_read),
        cmocka_unit_test(hashes_of_similar_texts_spread_over_a_table),
        cmocka_unit_test(a_hash_depends_on_what_came_before_the_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
