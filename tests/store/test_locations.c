/*
 * The contract of locations.
 */
#include "store_fixture.h"

static struct location location_of(const char *id, int64_t date_added_ms)
{
    return (struct location){
        .id = str_of(id),
        .name = STR("Bakery \"Ünal\""),
        .country = STR("DE"),
        .timezone = STR("Europe/Berlin"),
        .duplicates = {.first = MATCH_PHONE, .second = MATCH_EMAIL},
        .date_added_ms = date_added_ms,
    };
}

static void a_location_is_read_as_it_was_written(void **state)
{
    struct store_fixture *fixture = *state;
    struct location location = location_of("loc", 17), read;
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
                     ERR_NONE);
    assert_text(read.id, "loc");
    assert_text(read.name, "Bakery \"Ünal\"");
    assert_text(read.country, "DE");
    assert_text(read.timezone, "Europe/Berlin");
    assert_false(read.duplicates.allow_duplicates);
    assert_int_equal(read.duplicates.first, MATCH_PHONE);
    assert_int_equal(read.duplicates.second, MATCH_EMAIL);
    assert_int_equal(read.date_added_ms, 17);
}

static void every_rule_for_duplicates_is_kept(void **state)
{
    struct store_fixture *fixture = *state;
    const struct duplicate_rule rules[] = {
        {true, MATCH_EMAIL, MATCH_NONE},
        {false, MATCH_PHONE, MATCH_NONE},
        {true, MATCH_EMAIL, MATCH_PHONE},
        {false, MATCH_PHONE, MATCH_EMAIL},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct str id = arena_format(&fixture->arena, "loc%zu", i);
        struct location location = location_of(id.ptr, 0), read;
        location.duplicates = rules[i];
        assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
        assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, id, &read),
                         ERR_NONE);
        assert_int_equal(read.duplicates.allow_duplicates, rules[i].allow_duplicates);
        assert_int_equal(read.duplicates.first, rules[i].first);
        assert_int_equal(read.duplicates.second, rules[i].second);
    }
}

static void an_unknown_location_is_not_found(void **state)
{
    struct store_fixture *fixture = *state;
    struct location read;
    assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
                     ERR_NOT_FOUND);
}

static void a_location_id_is_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct location location = location_of("loc", 0);
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_EXISTS);
}

static void locations_are_listed_oldest_first(void **state)
{
    struct store_fixture *fixture = *state;
    struct location young = location_of("a", 2), old = location_of("b", 1);
    assert_int_equal(run_location_insert(fixture->store, &young), ERR_NONE);
    assert_int_equal(run_location_insert(fixture->store, &old), ERR_NONE);
    struct location *list = NULL;
    size_t count = 0;
    assert_int_equal(store_location_list(fixture_view(fixture), &fixture->arena, &list, &count),
                     ERR_NONE);
    assert_int_equal(count, 2);
    assert_text(list[0].id, "b");
    assert_text(list[1].id, "a");
}

static void an_empty_store_lists_no_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct location *list = NULL;
    size_t count = 9;
    assert_int_equal(store_location_list(fixture_view(fixture), &fixture->arena, &list, &count),
                     ERR_NONE);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_location_is_read_as_it_was_written), TEST(every_rule_for_duplicates_is_kept),
        TEST(an_unknown_location_is_not_found),     TEST(a_location_id_is_taken_once),
        TEST(locations_are_listed_oldest_first),    TEST(an_empty_store_lists_no_location),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
