/*
 * The contract of what is left of deleted custom fields, and of contacts page by page.
 */
#include "store_fixture.h"

static void assert_next(struct store_fixture *fixture, int64_t before_ms, const char *ids,
                        struct removed_fields *fields)
{
    struct str all = STR("");
    assert_int_equal(
        store_removed_fields_next(fixture_view(fixture), &fixture->arena, before_ms, fields),
        ERR_NONE);
    for (size_t i = 0; i < fields->ids.count; i++)
        all =
            arena_format(&fixture->arena, "%.*s%.*s", STR_ARG(all), STR_ARG(fields->ids.items[i]));
    assert_text(all, ids);
}

static void assert_no_next(struct store_fixture *fixture, int64_t before_ms)
{
    struct removed_fields fields;
    assert_int_equal(
        store_removed_fields_next(fixture_view(fixture), &fixture->arena, before_ms, &fields),
        ERR_NOT_FOUND);
}

static void insert(struct store_fixture *fixture, const char *location_id, const char *id,
                   int64_t removed_ms)
{
    assert_int_equal(
        run_removed_field_insert(fixture->store, str_of(location_id), str_of(id), removed_ms),
        ERR_NONE);
}

static void they_are_listed_by_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct text_list ids = {.count = 99};
    insert(fixture, "loc", "a", 1);
    insert(fixture, "loc", "b", 2);
    insert(fixture, "other", "a", 3);
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("a"), 4), ERR_EXISTS);
    assert_int_equal(
        store_removed_field_list(fixture_view(fixture), &fixture->arena, STR("loc"), &ids),
        ERR_NONE);
    assert_int_equal(ids.count, 2);
    assert_int_equal(
        store_removed_field_list(fixture_view(fixture), &fixture->arena, STR("none"), &ids),
        ERR_NONE);
    assert_int_equal(ids.count, 0);
}

static void the_oldest_comes_next_with_those_at_its_place(void **state)
{
    struct store_fixture *fixture = *state;
    struct removed_fields fields;
    assert_no_next(fixture, INT64_MAX);
    insert(fixture, "loc", "b", 20);
    insert(fixture, "loc", "a", 10);
    insert(fixture, "other", "c", 5);
    assert_no_next(fixture, 4);
    assert_next(fixture, 5, "c", &fields);
    assert_text(fields.location_id, "other");
    assert_int_equal(run_removed_fields_finish(fixture->store, &fields), ERR_NONE);
    assert_next(fixture, 10, "a", &fields);
    assert_next(fixture, 20, "ab", &fields);
    assert_text(fields.swept, "");
}

static void they_go_on_together_and_stop_at_the_end(void **state)
{
    struct store_fixture *fixture = *state;
    struct removed_fields fields;
    insert(fixture, "loc", "a", 1);
    insert(fixture, "loc", "b", 2);
    assert_next(fixture, 2, "ab", &fields);
    assert_int_equal(run_removed_fields_advance(fixture->store, &fields, STR("m")), ERR_NONE);
    assert_int_equal(run_removed_fields_advance(fixture->store, &fields, STR("n")), ERR_NOT_FOUND);
    insert(fixture, "loc", "late", 3);
    fixture_reopen(fixture);
    assert_next(fixture, 9, "ab", &fields);
    assert_text(fields.swept, "m");
    assert_int_equal(run_removed_fields_finish(fixture->store, &fields), ERR_NONE);
    assert_int_equal(run_removed_fields_finish(fixture->store, &fields), ERR_NOT_FOUND);
    assert_next(fixture, 9, "late", &fields);
    assert_text(fields.swept, "");
}

static void contacts_come_page_by_page_in_the_order_of_their_ids(void **state)
{
    struct store_fixture *fixture = *state;
    static const char *const ids[] = {"c", "a", "b"};
    const struct contact_page_bounds two = {2, 1 << 20}, short_ones = {9, 1};
    struct contact_row *rows;
    size_t count;
    for (size_t i = 0; i < 3; i++) {
        struct contact_row row = contact_of(ids[i], "", "");
        assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    }
    struct store_view *view = fixture_view(fixture);
    assert_int_equal(
        store_contact_page(view, &fixture->arena, STR("loc"), STR(""), &two, &rows, &count),
        ERR_NONE);
    assert_int_equal(count, 2);
    assert_text(rows[0].id, "a");
    assert_text(rows[1].id, "b");
    assert_true(rows[0].email_unique);
    assert_text(rows[0].document, "{\"firstName\":\"Ada\"}");
    assert_int_equal(
        store_contact_page(view, &fixture->arena, STR("loc"), STR("b"), &two, &rows, &count),
        ERR_NONE);
    assert_int_equal(count, 1);
    assert_text(rows[0].id, "c");
    assert_int_equal(
        store_contact_page(view, &fixture->arena, STR("loc"), STR("c"), &two, &rows, &count),
        ERR_NONE);
    assert_int_equal(count, 0);
    assert_int_equal(
        store_contact_page(view, &fixture->arena, STR("loc"), STR(""), &short_ones, &rows, &count),
        ERR_NONE);
    assert_int_equal(count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(they_are_listed_by_location),
        TEST(the_oldest_comes_next_with_those_at_its_place),
        TEST(they_go_on_together_and_stop_at_the_end),
        TEST(contacts_come_page_by_page_in_the_order_of_their_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
