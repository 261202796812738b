#include "contact/country.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The published list has 247 codes, and four are added. */
enum { COUNTRY_COUNT = 251 };

static void every_code_is_found_and_there_are_no_others(void **state)
{
    (void)state;
    int found = 0;
    for (int first = 'A'; first <= 'Z'; first++) {
        for (int second = 'A'; second <= 'Z'; second++) {
            const char letters[] = {(char)first, (char)second};
            struct str text = {letters, sizeof(letters)};
            struct str code;
            if (!country_find(text, &code))
                continue;
            assert_true(str_eq(code, text));
            found++;
        }
    }
    assert_int_equal(found, COUNTRY_COUNT);
}

/* A binary search finds only what is in order. */
static void every_row_of_the_table_is_found(void **state)
{
    (void)state;
    static const struct str codes[] = {
#define COUNTRY(code, name) STR_INIT(#code),
#include "contact/country.def"
#undef COUNTRY
    };
    struct str code;
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (!country_find(codes[i], &code))
            fail_msg("'%.*s' is not found", STR_ARG(codes[i]));
    assert_int_equal(sizeof(codes) / sizeof(codes[0]), COUNTRY_COUNT);
}

static void no_country_lacks_a_name(void **state)
{
    (void)state;
    static const struct str names[] = {
#define COUNTRY(code, name) STR_INIT(name),
#include "contact/country.def"
#undef COUNTRY
    };
    for (size_t i = 0; i < COUNTRY_COUNT; i++)
        assert_true(names[i].len > 0 && str_is_utf8(names[i]));
}

static void lower_case_gives_upper_case(void **state)
{
    (void)state;
    static const struct str spellings[] = {STR_INIT("us"), STR_INIT("Us"), STR_INIT("uS")};
    for (size_t i = 0; i < 3; i++) {
        struct str code;
        assert_true(country_find(spellings[i], &code));
        assert_true(str_eq(code, STR("US")));
    }
}

static void codes_that_the_published_list_lacks_are_taken(void **state)
{
    (void)state;
    static const struct str added[] = {STR_INIT("BL"), STR_INIT("BQ"), STR_INIT("CW"),
                                       STR_INIT("SS")};
    struct str code;
    for (size_t i = 0; i < 4; i++)
        assert_true(country_find(added[i], &code));
}

static void anything_else_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const struct str texts[] = {
        STR_INIT(""),   STR_INIT("U"),   STR_INIT("USA"),      STR_INIT("ZZ"),
        STR_INIT("UK"), STR_INIT("U\0"), STR_INIT("U "),       STR_INIT("ü"),
        STR_INIT("@["), STR_INIT("840"), STR_INIT("\xFF\xFF"),
    };
    struct str code = STR("before");
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_false(country_find(texts[i], &code));
    assert_true(str_eq(code, STR("before")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_found_and_there_are_no_others),
        cmocka_unit_test(every_row_of_the_table_is_found),
        cmocka_unit_test(no_country_lacks_a_name),
        cmocka_unit_test(lower_case_gives_upper_case),
        cmocka_unit_test(codes_that_the_published_list_lacks_are_taken),
        cmocka_unit_test(anything_else_is_refused_and_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
