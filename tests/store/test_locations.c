/*
 * The contract of locations and their custom fields.
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

static struct custom_field field_of(const char *id, const char *key)
{
    return (struct custom_field){
        .id = str_of(id), .key = str_of(key), .name = STR("Pin code"), .type = CUSTOM_FIELD_TEXT};
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

static void a_custom_field_is_read_as_it_was_written(void **state)
{
    struct store_fixture *fixture = *state;
    struct str options[] = {STR("red"), STR(""), STR("\"blue\"\n"), STR("grün")};
    struct custom_field field = field_of("f", "contact.colour");
    field.placeholder = STR("choose");
    field.type = CUSTOM_FIELD_MULTIPLE_OPTIONS;
    field.position = -3;
    field.options = options;
    field.option_count = 4;
    field.allows_custom_option = true;
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    struct custom_fields read;
    assert_int_equal(
        store_custom_field_list(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
        ERR_NONE);
    assert_int_equal(read.count, 1);
    assert_text(read.items[0].id, "f");
    assert_text(read.items[0].key, "contact.colour");
    assert_text(read.items[0].name, "Pin code");
    assert_text(read.items[0].placeholder, "choose");
    assert_int_equal(read.items[0].type, CUSTOM_FIELD_MULTIPLE_OPTIONS);
    assert_int_equal(read.items[0].position, -3);
    assert_true(read.items[0].allows_custom_option);
    assert_int_equal(read.items[0].option_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(str_eq(read.items[0].options[i], options[i]));
}

static void every_type_of_custom_field_is_kept(void **state)
{
    struct store_fixture *fixture = *state;
    for (int type = 0; type < CUSTOM_FIELD_TYPE_COUNT; type++) {
        struct str id = arena_format(&fixture->arena, "%02d", type);
        struct custom_field field = field_of(id.ptr, id.ptr);
        field.type = (enum custom_field_type)type;
        assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    }
    struct custom_fields read;
    assert_int_equal(
        store_custom_field_list(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
        ERR_NONE);
    assert_int_equal(read.count, CUSTOM_FIELD_TYPE_COUNT);
    for (int type = 0; type < CUSTOM_FIELD_TYPE_COUNT; type++)
        assert_int_equal(read.items[type].type, type);
}

static void custom_fields_are_sorted_by_id_and_of_one_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field b = field_of("b", "contact.1"), a = field_of("a", "contact.2"),
                        other = field_of("c", "contact.1");
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &b), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &a), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("other"), &other), ERR_NONE);
    struct custom_fields read;
    assert_int_equal(
        store_custom_field_list(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
        ERR_NONE);
    assert_int_equal(read.count, 2);
    assert_text(read.items[0].id, "a");
    assert_text(read.items[1].id, "b");
}

static void an_unknown_location_has_no_custom_fields(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_fields read = {.count = 9};
    assert_int_equal(
        store_custom_field_list(fixture_view(fixture), &fixture->arena, STR("none"), &read),
        ERR_NONE);
    assert_int_equal(read.count, 0);
}

static void the_id_and_the_key_of_a_custom_field_are_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = field_of("a", "contact.1"), same_key = field_of("b", "contact.1"),
                        same_id = field_of("a", "contact.2");
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &field), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &same_key), ERR_EXISTS);
    assert_int_equal(run_custom_field_insert(fixture->store, STR("loc"), &same_id), ERR_EXISTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_location_is_read_as_it_was_written),
        TEST(every_rule_for_duplicates_is_kept),
        TEST(an_unknown_location_is_not_found),
        TEST(a_location_id_is_taken_once),
        TEST(locations_are_listed_oldest_first),
        TEST(an_empty_store_lists_no_location),
        TEST(a_custom_field_is_read_as_it_was_written),
        TEST(every_type_of_custom_field_is_kept),
        TEST(custom_fields_are_sorted_by_id_and_of_one_location),
        TEST(an_unknown_location_has_no_custom_fields),
        TEST(the_id_and_the_key_of_a_custom_field_are_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
