/*
 * The contract of additional emails and phones: found as a contact's own, unique together with
 * them.
 */
#include "store_fixture.h"

static enum err match(struct store_fixture *fixture, enum match_field field, const char *value,
                      const char *except_id, struct contact_row *row)
{
    return store_contact_match(fixture_view(fixture), &fixture->arena, STR("loc"), field,
                               str_of(value), str_of(except_id), row);
}

static void insert(struct store_fixture *fixture, struct contact_row row)
{
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static struct contact_row tolerant(struct contact_row row)
{
    row.email_unique = false;
    row.phone_unique = false;
    return row;
}

static struct address_change gives(enum match_field field, const char *value)
{
    return (struct address_change){field, str_of(value), .adds = true, .unique = true};
}

static struct address_change takes(enum match_field field, const char *value)
{
    return (struct address_change){.field = field, .value = str_of(value)};
}

/* The row's update with these changes, with a document of its own. */
static enum err change(struct store_fixture *fixture, struct contact_row row,
                       const struct address_change *changes, size_t count)
{
    row.version++;
    row.document = STR("{\"firstName\":\"Eve\"}");
    row.addresses = changes;
    row.address_count = count;
    return run_contact_update(fixture->store, &row);
}

static enum err change_one(struct store_fixture *fixture, struct contact_row row,
                           struct address_change one)
{
    return change(fixture, row, &one, 1);
}

static void a_contact_is_found_by_what_it_has_besides_its_own(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "own@b.co", "+1"), found;
    const struct address_change changes[] = {gives(MATCH_EMAIL, "more@b.co"),
                                             gives(MATCH_PHONE, "+2")};
    insert(fixture, row);
    assert_int_equal(match(fixture, MATCH_EMAIL, "more@b.co", "", &found), ERR_NOT_FOUND);
    assert_int_equal(change(fixture, row, changes, 2), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_EMAIL, "more@b.co", "", &found), ERR_NONE);
    assert_text(found.id, "a");
    assert_text(found.email, "own@b.co");
    assert_int_equal(found.version, 2);
    assert_int_equal(found.address_count, 0);
    assert_int_equal(match(fixture, MATCH_PHONE, "+2", "", &found), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_PHONE, "more@b.co", "", &found), ERR_NOT_FOUND);
    assert_int_equal(match(fixture, MATCH_EMAIL, "more@b.co", "a", &found), ERR_NOT_FOUND);
    assert_int_equal(match(fixture, MATCH_EMAIL, "own@b.co", "", &found), ERR_NONE);
}

static void it_is_not_found_from_another_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", ""), found;
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, gives(MATCH_EMAIL, "more@b.co")), ERR_NONE);
    assert_int_equal(store_contact_match(fixture_view(fixture), &fixture->arena, STR("other"),
                                         MATCH_EMAIL, STR("more@b.co"), STR(""), &found),
                     ERR_NOT_FOUND);
}

static void whose_own_it_is_comes_before_who_has_it_besides_and_then_the_oldest(void **state)
{
    struct store_fixture *fixture = *state;
    const char *const ids[] = {"older", "old", "own"};
    struct contact_row found;
    for (int i = 0; i < 3; i++) {
        struct contact_row row = tolerant(contact_of(ids[i], i == 2 ? "x@b.co" : "", ""));
        struct address_change more = gives(MATCH_EMAIL, "x@b.co");
        more.unique = false;
        row.date_added_ms = i;
        insert(fixture, row);
        assert_int_equal(i == 2 ? ERR_NONE : change_one(fixture, row, more), ERR_NONE);
    }
    assert_int_equal(match(fixture, MATCH_EMAIL, "x@b.co", "", &found), ERR_NONE);
    assert_text(found.id, "own");
    assert_int_equal(match(fixture, MATCH_EMAIL, "x@b.co", "own", &found), ERR_NONE);
    assert_text(found.id, "older");
}

static void what_was_taken_away_is_free_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", ""), found;
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, gives(MATCH_PHONE, "+2")), ERR_NONE);
    assert_int_equal(change_one(fixture, row, takes(MATCH_PHONE, "+2")), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_PHONE, "+2", "", &found), ERR_NOT_FOUND);
    insert(fixture, contact_of("b", "", "+2"));
}

static void a_deleted_contact_takes_them_along(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", ""), found;
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, gives(MATCH_EMAIL, "more@b.co")), ERR_NONE);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("a")), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_EMAIL, "more@b.co", "", &found), ERR_NOT_FOUND);
    insert(fixture, contact_of("b", "more@b.co", ""));
}

static void own_and_additional_change_places(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "one@b.co", ""), found;
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, gives(MATCH_EMAIL, "two@b.co")), ERR_NONE);
    const struct address_change swap[] = {takes(MATCH_EMAIL, "two@b.co"),
                                          gives(MATCH_EMAIL, "one@b.co")};
    row.email = STR("two@b.co");
    assert_int_equal(change(fixture, row, swap, 2), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_EMAIL, "one@b.co", "", &found), ERR_NONE);
    assert_text(found.email, "two@b.co");
}

/* ---- unique by constraint ---------------------------------------------------------------------
 */

/* One contact with x@b.co and +9 besides its own, which tolerates no other with them. */
static void insert_holder(struct store_fixture *fixture)
{
    struct contact_row holder = contact_of("holder", "", "");
    const struct address_change changes[] = {gives(MATCH_EMAIL, "x@b.co"),
                                             gives(MATCH_PHONE, "+9")};
    insert(fixture, holder);
    assert_int_equal(change(fixture, holder, changes, 2), ERR_NONE);
}

static void a_new_contact_cannot_have_what_is_taken(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row;
    insert_holder(fixture);
    row = contact_of("b", "x@b.co", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    row = contact_of("b", "", "+9");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    row = tolerant(contact_of("b", "x@b.co", "+9"));
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static void an_update_cannot_take_what_is_taken(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("b", "b@b.co", "+1"), found;
    insert_holder(fixture);
    insert(fixture, row);
    row.email = STR("x@b.co");
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    row = contact_of("b", "b@b.co", "+9");
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    assert_int_equal(match(fixture, MATCH_PHONE, "+1", "", &found), ERR_NONE);
}

static void an_additional_one_cannot_be_what_is_taken_and_leaves_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("b", "", ""), found;
    insert_holder(fixture);
    insert(fixture, contact_of("c", "own@b.co", "+3"));
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, gives(MATCH_PHONE, "+5")), ERR_NONE);
    const char *const taken[] = {"x@b.co", "own@b.co"};
    for (size_t i = 0; i < 2; i++) {
        const struct address_change changes[] = {takes(MATCH_PHONE, "+5"),
                                                 gives(MATCH_EMAIL, "free@b.co"),
                                                 gives(MATCH_EMAIL, taken[i])};
        assert_int_equal(change(fixture, row, changes, 3), ERR_CONTACT_DUPLICATE);
        assert_int_equal(match(fixture, MATCH_EMAIL, "free@b.co", "", &found), ERR_NOT_FOUND);
        assert_int_equal(match(fixture, MATCH_PHONE, "+5", "", &found), ERR_NONE);
        assert_int_equal(found.version, 2);
    }
    assert_int_equal(change_one(fixture, row, gives(MATCH_PHONE, "+3")), ERR_CONTACT_DUPLICATE);
    assert_int_equal(change_one(fixture, row, gives(MATCH_PHONE, "+9")), ERR_CONTACT_DUPLICATE);
}

static void one_that_tolerates_others_takes_what_is_taken(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = tolerant(contact_of("b", "", ""));
    struct address_change more = gives(MATCH_EMAIL, "x@b.co");
    more.unique = false;
    insert_holder(fixture);
    insert(fixture, row);
    assert_int_equal(change_one(fixture, row, more), ERR_NONE);
}

/* Of the contact itself: an update that does not change them is in nobody's way. */
static void what_a_contact_has_is_not_in_its_own_way(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("holder", "x@b.co", "");
    insert_holder(fixture);
    const struct address_change takes_it[] = {takes(MATCH_EMAIL, "x@b.co")};
    assert_int_equal(change(fixture, row, takes_it, 1), ERR_NONE);
    assert_int_equal(change_one(fixture, row, gives(MATCH_EMAIL, "y@b.co")), ERR_NONE);
}

static void what_is_not_there_cannot_be_taken_away_and_nothing_is_written(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", "");
    struct contact_document kept;
    insert(fixture, row);
    row.version = 7;
    assert_int_equal(change_one(fixture, row, takes(MATCH_EMAIL, "x@b.co")), ERR_NOT_FOUND);
    assert_int_equal(
        store_contact_document(fixture_view(fixture), &fixture->arena, STR("loc"), STR("a"), &kept),
        ERR_NONE);
    assert_int_equal(kept.version, 1);
    row = contact_of("nobody", "", "");
    assert_int_equal(change_one(fixture, row, gives(MATCH_EMAIL, "x@b.co")), ERR_NOT_FOUND);
    assert_int_equal(match(fixture, MATCH_EMAIL, "x@b.co", "", &row), ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_contact_is_found_by_what_it_has_besides_its_own),
        TEST(it_is_not_found_from_another_location),
        TEST(whose_own_it_is_comes_before_who_has_it_besides_and_then_the_oldest),
        TEST(what_was_taken_away_is_free_again),
        TEST(a_deleted_contact_takes_them_along),
        TEST(own_and_additional_change_places),
        TEST(a_new_contact_cannot_have_what_is_taken),
        TEST(an_update_cannot_take_what_is_taken),
        TEST(an_additional_one_cannot_be_what_is_taken_and_leaves_nothing),
        TEST(one_that_tolerates_others_takes_what_is_taken),
        TEST(what_a_contact_has_is_not_in_its_own_way),
        TEST(what_is_not_there_cannot_be_taken_away_and_nothing_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
