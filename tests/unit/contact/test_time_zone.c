#include "contact/text.h"

#include "fixture.h"

static void assert_zones(const char *const names[], size_t count, bool expected)
{
    for (size_t i = 0; i < count; i++)
        if (text_is_time_zone(str_of(names[i])) != expected)
            fail_msg("'%s' is %s", names[i], expected ? "refused" : "taken");
}

#define ASSERT_ZONES(expected, ...)                                      \
    do {                                                                 \
        const char *const names[] = {__VA_ARGS__};                       \
        assert_zones(names, sizeof(names) / sizeof(names[0]), expected); \
    } while (0)

static void zones_by_city_are_taken(void **state)
{
    (void)state;
    ASSERT_ZONES(true, "America/Chihuahua", "America/Argentina/Buenos_Aires", "Europe/Zurich",
                 "Africa/Abidjan", "Pacific/Wallis", "America/Port-au-Prince");
}

static void aliases_are_taken(void **state)
{
    (void)state;
    ASSERT_ZONES(true, "US/Central", "Asia/Calcutta", "GB-Eire", "Zulu", "Japan", "Asia/Saigon");
}

static void zones_without_a_city_are_taken(void **state)
{
    (void)state;
    ASSERT_ZONES(true, "UTC", "GMT", "Etc/UTC", "Etc/GMT+12", "Etc/GMT-14", "GMT+0", "CET", "PRC");
    ASSERT_ZONES(true, "EST", "MST", "HST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT");
}

static void abbreviations_that_only_one_library_knows_are_refused(void **state)
{
    (void)state;
    ASSERT_ZONES(false, "ACT", "AET", "AGT", "ART", "AST", "BET", "BST", "CAT", "CNT", "CST", "CTT",
                 "EAT", "ECT", "IET", "IST", "JST", "MIT", "NET", "NST", "PLT", "PNT", "PRT", "PST",
                 "SST", "VST");
    ASSERT_ZONES(false, "SystemV/AST4", "SystemV/YST9YDT", "Etc/Unknown",
                 "Canada/East-Saskatchewan", "US/Pacific-New");
}

static void a_name_is_spelt_as_in_the_database(void **state)
{
    (void)state;
    ASSERT_ZONES(false, "america/chihuahua", "AMERICA/CHIHUAHUA", "America/Chihuahu",
                 "America/Chihuahuaa", "America/", "America", " UTC", "UTC ", "utc", "");
    assert_false(text_is_time_zone(STR("UTC\0")));
    assert_false(text_is_time_zone(str_of(NULL)));
}

static void an_offset_is_not_a_name(void **state)
{
    (void)state;
    ASSERT_ZONES(false, "+02:00", "UTC+2", "GMT+02:00", "Etc/GMT+13");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zones_by_city_are_taken),
        cmocka_unit_test(aliases_are_taken),
        cmocka_unit_test(zones_without_a_city_are_taken),
        cmocka_unit_test(abbreviations_that_only_one_library_knows_are_refused),
        cmocka_unit_test(a_name_is_spelt_as_in_the_database),
        cmocka_unit_test(an_offset_is_not_a_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
