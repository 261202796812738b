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
        .company_id = STR("company"),
        .email = STR("anna@example.com"),
        .document = STR("{\"city\":\"K\u00f6ln\"}"),
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
    assert_text(read.company_id, "company");
    assert_text(read.email, "anna@example.com");
    assert_text(read.document, "{\"city\":\"K\u00f6ln\"}");
}

static void a_location_without_more_has_an_empty_document(void **state)
{
    struct store_fixture *fixture = *state;
    struct location location = location_of("loc", 17), read;
    location.document = location.company_id = location.email = STR("");
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
                     ERR_NONE);
    assert_text(read.document, "{}");
    assert_text(read.company_id, "");
}

static void an_update_changes_all_but_the_date(void **state)
{
    struct store_fixture *fixture = *state;
    struct location location = location_of("loc", 17), read;
    assert_int_equal(run_location_update(fixture->store, &location), ERR_NOT_FOUND);
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    struct location changed = {
        .id = STR("loc"),
        .name = STR("Butcher"),
        .country = STR("AT"),
        .duplicates = {true, MATCH_EMAIL, MATCH_NONE},
        .date_added_ms = 99,
        .company_id = STR("other"),
        .document = STR("{}"),
    };
    assert_int_equal(run_location_update(fixture->store, &changed), ERR_NONE);
    assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
                     ERR_NONE);
    assert_text(read.name, "Butcher");
    assert_text(read.country, "AT");
    assert_text(read.timezone, "");
    assert_true(read.duplicates.allow_duplicates);
    assert_int_equal(read.duplicates.first, MATCH_EMAIL);
    assert_int_equal(read.date_added_ms, 17);
    assert_text(read.company_id, "other");
    assert_text(read.email, "");
    assert_text(read.document, "{}");
}

static void a_location_is_there_or_not(void **state)
{
    struct store_fixture *fixture = *state;
    struct location location = location_of("loc", 0);
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    assert_int_equal(store_location_exists(fixture_view(fixture), STR("loc")), ERR_NONE);
    assert_int_equal(store_location_exists(fixture_view(fixture), STR("lo")), ERR_NOT_FOUND);
}

/* The ids that are found, one behind the other. */
static struct str found(struct store_fixture *fixture, struct location_query query)
{
    struct location *list = NULL;
    size_t count = 99;
    struct str ids = STR("");
    assert_int_equal(
        store_location_search(fixture_view(fixture), &fixture->arena, &query, &list, &count),
        ERR_NONE);
    for (size_t i = 0; i < count; i++)
        ids = arena_format(&fixture->arena, "%.*s%.*s", STR_ARG(ids), STR_ARG(list[i].id));
    return ids;
}

static void a_search_is_by_company_email_and_age(void **state)
{
    struct store_fixture *fixture = *state;
    struct location locations[] = {location_of("c", 1), location_of("b", 2), location_of("a", 2),
                                   location_of("d", 3)};
    locations[1].company_id = STR("other");
    locations[2].email = STR("");
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(run_location_insert(fixture->store, &locations[i]), ERR_NONE);
    struct str company = STR("company"), email = STR("anna@example.com");
    const struct {
        const char *ids;
        struct location_query query;
    } cases[] = {
        {"cabd", {.limit = 9}},
        {"dbac", {.limit = 9, .newest_first = true}},
        {"ab", {.limit = 2, .skip = 1}},
        {"", {.limit = 9, .skip = 4}},
        {"cad", {.limit = 9, .company_id = company}},
        {"cbd", {.limit = 9, .email = email}},
        {"dbc", {.limit = 9, .email = email, .newest_first = true}},
        {"dc", {.limit = 9, .email = email, .company_id = company, .newest_first = true}},
        {"d", {.limit = 1, .skip = 1, .email = email, .company_id = company}},
        {"", {.limit = 9, .email = STR("anna@example.co")}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(found(fixture, cases[i].query), cases[i].ids);
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
        TEST(a_location_is_read_as_it_was_written),
        TEST(a_location_without_more_has_an_empty_document),
        TEST(an_update_changes_all_but_the_date),
        TEST(a_location_is_there_or_not),
        TEST(a_search_is_by_company_email_and_age),
        TEST(every_rule_for_duplicates_is_kept),
        TEST(an_unknown_location_is_not_found),
        TEST(a_location_id_is_taken_once),
        TEST(locations_are_listed_oldest_first),
        TEST(an_empty_store_lists_no_location),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
