/*
 * The contract of contacts: what every backend does with them.
 */
#include "store_fixture.h"

static enum err get(struct store_fixture *fixture, const char *location_id, const char *id,
                    struct contact_row *row)
{
    return store_contact_get(fixture_view(fixture), &fixture->arena, str_of(location_id),
                             str_of(id), row);
}

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

/* Tolerates others with its email and phone. */
static struct contact_row tolerant(struct contact_row row)
{
    row.email_unique = false;
    row.phone_unique = false;
    return row;
}

static void a_contact_is_read_as_it_was_written(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "a@example.com", "+15550100");
    row.version = 7;
    row.phone_unique = false;
    row.date_added_ms = INT64_C(1625203106704);
    insert(fixture, row);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
    assert_text(read.location_id, "loc");
    assert_text(read.id, "a");
    assert_int_equal(read.version, 7);
    assert_text(read.email, "a@example.com");
    assert_text(read.phone, "+15550100");
    assert_true(read.email_unique);
    assert_false(read.phone_unique);
    assert_true(read.date_added_ms == INT64_C(1625203106704));
    assert_text(read.document, "{\"firstName\":\"Ada\"}");
}

static void a_document_of_a_megabyte_is_kept_whole(void **state)
{
    struct store_fixture *fixture = *state;
    size_t size = 1 << 20;
    char *text = arena_alloc(&fixture->arena, size);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)('a' + i % 26);
    struct contact_row row = contact_of("a", "", "");
    row.document = (struct str){text, size};
    insert(fixture, row);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
    assert_true(str_eq(read.document, row.document));
}

static void an_unknown_contact_is_not_found(void **state)
{
    struct contact_row read;
    assert_int_equal(get(*state, "loc", "a", &read), ERR_NOT_FOUND);
}

static void a_contact_is_not_found_from_another_location(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", ""));
    struct contact_row read;
    assert_int_equal(get(fixture, "other", "a", &read), ERR_NOT_FOUND);
    assert_int_equal(store_contact_match(fixture_view(fixture), &fixture->arena, STR("other"),
                                         MATCH_EMAIL, STR("a@example.com"), STR(""), &read),
                     ERR_NOT_FOUND);
    assert_int_equal(run_contact_delete(fixture->store, STR("other"), STR("a")), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
}

static void an_id_that_is_taken_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", ""));
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_EXISTS);
    row.location_id = STR("other");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static void a_unique_email_is_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", ""));
    struct contact_row row = contact_of("b", "a@example.com", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "b", &read), ERR_NOT_FOUND);
}

static void a_unique_phone_is_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", "+15550100"));
    struct contact_row row = contact_of("b", "", "+15550100");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_CONTACT_DUPLICATE);
}

static void the_same_email_may_be_in_two_locations(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", "+15550100"));
    struct contact_row row = contact_of("b", "a@example.com", "+15550100");
    row.location_id = STR("other");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static void many_contacts_may_have_no_email_and_no_phone(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", ""));
    insert(fixture, contact_of("b", "", ""));
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "b", &read), ERR_NONE);
    assert_true(str_is_empty(read.email));
    assert_true(read.email_unique);
}

static void contacts_that_tolerate_each_other_share_an_email(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, tolerant(contact_of("a", "a@example.com", "+15550100")));
    insert(fixture, tolerant(contact_of("b", "a@example.com", "+15550100")));
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "b", &read), ERR_NONE);
    assert_false(read.email_unique);
}

static void an_update_replaces_document_and_version(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "a@example.com", "+15550100");
    insert(fixture, row);
    row.version = 2;
    row.document = STR("{}");
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
    assert_int_equal(read.version, 2);
    assert_text(read.document, "{}");
    assert_text(read.email, "a@example.com");
}

static void an_update_moves_email_and_phone(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "a@example.com", "+15550100"), read;
    insert(fixture, row);
    row.email = STR("b@example.com");
    row.phone = STR("");
    row.phone_unique = false;
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    assert_int_equal(match(fixture, MATCH_EMAIL, "a@example.com", "", &read), ERR_NOT_FOUND);
    assert_int_equal(match(fixture, MATCH_PHONE, "+15550100", "", &read), ERR_NOT_FOUND);
    assert_int_equal(match(fixture, MATCH_EMAIL, "b@example.com", "", &read), ERR_NONE);
    assert_true(str_is_empty(read.phone));
    assert_false(read.phone_unique);
}

static void an_update_to_an_email_that_is_taken_changes_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", ""));
    struct contact_row row = contact_of("b", "b@example.com", "");
    insert(fixture, row);
    row.email = STR("a@example.com");
    row.version = 2;
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_CONTACT_DUPLICATE);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "b", &read), ERR_NONE);
    assert_text(read.email, "b@example.com");
    assert_int_equal(read.version, 1);
}

static void an_update_keeps_when_a_contact_was_added(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", "");
    insert(fixture, row);
    row.date_added_ms = 5;
    row.email = STR("a@example.com");
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
    assert_int_equal(read.date_added_ms, 1000);
}

static void an_update_of_an_unknown_contact_is_refused(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_NOT_FOUND);
}

static void a_deleted_contact_is_gone_and_its_email_free(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", ""));
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("a")), ERR_NONE);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("a")), ERR_NOT_FOUND);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NOT_FOUND);
    insert(fixture, contact_of("b", "a@example.com", ""));
}

static void a_match_is_the_oldest_other_contact(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row young = tolerant(contact_of("a", "x@example.com", "+15550100")), read;
    struct contact_row old = tolerant(contact_of("b", "x@example.com", "+15550100"));
    old.date_added_ms = 999;
    insert(fixture, young);
    insert(fixture, old);
    assert_int_equal(match(fixture, MATCH_EMAIL, "x@example.com", "", &read), ERR_NONE);
    assert_text(read.id, "b");
    assert_int_equal(match(fixture, MATCH_PHONE, "+15550100", "b", &read), ERR_NONE);
    assert_text(read.id, "a");
    assert_text(read.document, "{\"firstName\":\"Ada\"}");
}

static void a_contact_does_not_match_itself(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row read;
    insert(fixture, contact_of("a", "a@example.com", ""));
    assert_int_equal(match(fixture, MATCH_EMAIL, "a@example.com", "a", &read), ERR_NOT_FOUND);
}

static void contacts_are_counted_by_location(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", ""));
    insert(fixture, contact_of("b", "", ""));
    int64_t count = -1;
    assert_int_equal(store_contact_count(fixture_view(fixture), STR("loc"), &count), ERR_NONE);
    assert_int_equal(count, 2);
    assert_int_equal(store_contact_count(fixture_view(fixture), STR("other"), &count), ERR_NONE);
    assert_int_equal(count, 0);
}

/* Reads, inside the transaction, what it has just written there. */
struct read_own_write {
    struct store_op op;
    struct arena *arena;
    const char *id;
    struct contact_row read;
};

static enum err insert_and_read(struct store_op *op, struct store_tx *tx)
{
    struct read_own_write *own = (struct read_own_write *)op;
    struct contact_row row = contact_of(own->id, "a@example.com", "");
    enum err err = store_tx_contact_insert(tx, &row);
    if (err)
        return err;
    return store_contact_match(store_tx_view(tx), own->arena, STR("loc"), MATCH_EMAIL,
                               STR("a@example.com"), STR(""), &own->read);
}

static void a_transaction_sees_its_own_changes(void **state)
{
    struct store_fixture *fixture = *state;
    struct read_own_write own = {.op.apply = insert_and_read, .arena = &fixture->arena, .id = "a"};
    assert_int_equal(store_run(fixture->store, &own.op), ERR_NONE);
    assert_int_equal(own.op.result, ERR_NONE);
    assert_text(own.read.id, "a");
    own.id = "b";
    assert_int_equal(store_run(fixture->store, &own.op), ERR_CONTACT_DUPLICATE);
    assert_int_equal(own.op.result, ERR_CONTACT_DUPLICATE);
}

static void a_restart_finds_everything(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "a@example.com", "+15550100"));
    fixture_reopen(fixture);
    struct contact_row read;
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
    assert_text(read.phone, "+15550100");
    struct contact_row row = contact_of("b", "a@example.com", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_CONTACT_DUPLICATE);
}

/* By a hint (the second time) and without one. */
static void what_is_served_is_read_without_the_rest(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "a@example.com", "");
    struct contact_document document;
    row.version = 7;
    insert(fixture, row);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(store_contact_document(fixture_view(fixture), &fixture->arena, STR("loc"),
                                                STR("a"), &document),
                         ERR_NONE);
        assert_int_equal(document.version, 7);
        assert_true(str_eq(document.text, row.document));
    }
    assert_int_equal(store_contact_document(fixture_view(fixture), &fixture->arena, STR("other"),
                                            STR("a"), &document),
                     ERR_NOT_FOUND);
}

static void whether_a_contact_is_there_can_be_asked(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", ""));
    assert_int_equal(store_contact_exists(fixture_view(fixture), STR("loc"), STR("a")), ERR_NONE);
    assert_int_equal(store_contact_exists(fixture_view(fixture), STR("loc"), STR("b")),
                     ERR_NOT_FOUND);
    assert_int_equal(store_contact_exists(fixture_view(fixture), STR("other"), STR("a")),
                     ERR_NOT_FOUND);
}

static void after_quiesce_there_are_reads_and_no_changes(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, contact_of("a", "", ""));
    store_quiesce(fixture->store);
    struct contact_row row = contact_of("b", "", ""), read;
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_STORE_UNAVAILABLE);
    assert_int_equal(get(fixture, "loc", "a", &read), ERR_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_contact_is_read_as_it_was_written),
        TEST(a_document_of_a_megabyte_is_kept_whole),
        TEST(an_unknown_contact_is_not_found),
        TEST(a_contact_is_not_found_from_another_location),
        TEST(an_id_that_is_taken_is_refused),
        TEST(a_unique_email_is_taken_once),
        TEST(a_unique_phone_is_taken_once),
        TEST(the_same_email_may_be_in_two_locations),
        TEST(many_contacts_may_have_no_email_and_no_phone),
        TEST(contacts_that_tolerate_each_other_share_an_email),
        TEST(an_update_replaces_document_and_version),
        TEST(an_update_moves_email_and_phone),
        TEST(an_update_to_an_email_that_is_taken_changes_nothing),
        TEST(an_update_keeps_when_a_contact_was_added),
        TEST(an_update_of_an_unknown_contact_is_refused),
        TEST(a_deleted_contact_is_gone_and_its_email_free),
        TEST(a_match_is_the_oldest_other_contact),
        TEST(a_contact_does_not_match_itself),
        TEST(contacts_are_counted_by_location),
        TEST(a_transaction_sees_its_own_changes),
        TEST(a_restart_finds_everything),
        TEST(what_is_served_is_read_without_the_rest),
        TEST(whether_a_contact_is_there_can_be_asked),
        TEST(after_quiesce_there_are_reads_and_no_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
