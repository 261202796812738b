/*
 * Hints of where contacts lie: what they say, and that a wrong one misleads nobody.
 */
#include "store/sqlite/row_hints.h"

#include "store_fixture.h"

static void a_hint_is_found_by_location_and_id(void **state)
{
    (void)state;
    struct row_hints *hints = row_hints_new();
    int64_t rowid = 0;
    assert_false(row_hints_find(hints, STR("loc"), STR("a"), &rowid));
    row_hints_note(hints, STR("loc"), STR("a"), 7);
    assert_true(row_hints_find(hints, STR("loc"), STR("a"), &rowid));
    assert_int_equal(rowid, 7);
    assert_false(row_hints_find(hints, STR("loc"), STR("b"), &rowid));
    assert_false(row_hints_find(hints, STR("other"), STR("a"), &rowid));
    row_hints_note(hints, STR("loc"), STR("a"), 8);
    assert_true(row_hints_find(hints, STR("loc"), STR("a"), &rowid));
    assert_int_equal(rowid, 8);
    row_hints_free(hints);
}

static void a_rowid_that_does_not_fit_is_not_noted(void **state)
{
    (void)state;
    const int64_t most = (INT64_C(1) << 40) - 1;
    const int64_t unfit[] = {0, -1, most + 1, INT64_MAX};
    struct row_hints *hints = row_hints_new();
    int64_t rowid = 0;
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++) {
        row_hints_note(hints, STR("loc"), STR("a"), unfit[i]);
        assert_false(row_hints_find(hints, STR("loc"), STR("a"), &rowid));
    }
    row_hints_note(hints, STR("loc"), STR("a"), most);
    assert_true(row_hints_find(hints, STR("loc"), STR("a"), &rowid));
    assert_int_equal(rowid, most);
    row_hints_free(hints);
}

static enum err get(struct store_fixture *fixture, const char *id, struct contact_row *row)
{
    return store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), str_of(id), row);
}

/* The newest row's number goes to whoever is inserted after its deletion. */
static void another_contact_in_the_row_that_a_hint_names_is_left_alone(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row gone = contact_of("gone", "gone@example.com", "");
    struct contact_row next = contact_of("next", "next@example.com", "");
    struct contact_row row;
    assert_int_equal(run_contact_insert(fixture->store, &gone), ERR_NONE);
    assert_int_equal(get(fixture, "gone", &row), ERR_NONE);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("gone")), ERR_NONE);
    assert_int_equal(run_contact_insert(fixture->store, &next), ERR_NONE);
    assert_int_equal(get(fixture, "gone", &row), ERR_NOT_FOUND);
    gone.version = 2;
    assert_int_equal(run_contact_update(fixture->store, &gone), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, "next", &row), ERR_NONE);
    assert_text(row.email, "next@example.com");
    assert_int_equal(row.version, 1);
}

static void a_contact_that_another_process_moved_is_found_and_changed(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row moved = contact_of("moved", "moved@example.com", "");
    struct contact_row row;
    assert_int_equal(run_contact_insert(fixture->store, &moved), ERR_NONE);
    assert_int_equal(get(fixture, "moved", &row), ERR_NONE);
    fixture_execute(fixture, "UPDATE contact SET rowid = rowid + 1000");
    assert_int_equal(get(fixture, "moved", &row), ERR_NONE);
    moved.version = 2;
    assert_int_equal(run_contact_update(fixture->store, &moved), ERR_NONE);
    fixture_execute(fixture, "UPDATE contact SET rowid = rowid + 1000");
    moved.version = 3;
    assert_int_equal(run_contact_update(fixture->store, &moved), ERR_NONE);
    assert_int_equal(get(fixture, "moved", &row), ERR_NONE);
    assert_int_equal(row.version, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hint_is_found_by_location_and_id),
        cmocka_unit_test(a_rowid_that_does_not_fit_is_not_noted),
        TEST(another_contact_in_the_row_that_a_hint_names_is_left_alone),
        TEST(a_contact_that_another_process_moved_is_found_and_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
