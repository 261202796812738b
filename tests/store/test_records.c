/*
 * The contract of what a location has besides contacts, and of which contacts are in a business.
 */
#include "store_fixture.h"

#include <stdio.h>

enum record_op_kind { INSERT, UPDATE, DELETE, SET_BUSINESS, GONE_PUT, GONE_FORGET };

struct record_op {
    struct store_op op; /* first */
    enum record_op_kind what;
    struct record_row row;
    struct contact_row contact; /* of a set */
};

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct record_op *record = (struct record_op *)op;
    switch (record->what) {
    case INSERT:
        return store_tx_record_insert(tx, &record->row);
    case UPDATE:
        return store_tx_record_update(tx, &record->row);
    case DELETE:
        return store_tx_record_delete(tx, &record->row.key);
    case SET_BUSINESS:
        return store_tx_contact_set_business(tx, &record->contact, record->row.key.id);
    case GONE_PUT:
        return store_tx_business_gone_put(tx, &record->row.key);
    case GONE_FORGET:
        break;
    }
    return store_tx_business_gone_forget(tx, &record->row.key);
}

static enum err run(struct store_fixture *fixture, enum record_op_kind what, struct record_row row)
{
    struct record_op op = {.op = {.apply = apply}, .what = what, .row = row};
    return store_run(fixture->store, &op.op);
}

static struct record_key key(enum record_kind kind, const char *id)
{
    return (struct record_key){STR("loc"), kind, str_of(id)};
}

static struct record_row row(struct record_key key, const char *name, const char *document)
{
    return (struct record_row){key, str_of(name), 7, str_of(document)};
}

static struct record_row tag(const char *id, const char *name)
{
    return row(key(RECORD_TAG, id), name, "{}");
}

static void assert_document(struct store_fixture *fixture, struct record_key key,
                            const char *wanted)
{
    struct record_row read;
    assert_int_equal(store_record_get(fixture_view(fixture), &fixture->arena, &key, &read),
                     ERR_NONE);
    assert_text(read.document, wanted);
}

static void assert_none(struct store_fixture *fixture, struct record_key key)
{
    struct record_row read;
    assert_int_equal(store_record_get(fixture_view(fixture), &fixture->arena, &key, &read),
                     ERR_NOT_FOUND);
}

/* "a b c": the ids as they come. */
struct ids {
    char text[64];
};

static void add_id(void *context, const struct record_row *row)
{
    struct ids *ids = context;
    size_t len = strlen(ids->text);
    snprintf(ids->text + len, sizeof ids->text - len, "%s%.*s", len ? " " : "",
             STR_ARG(row->key.id));
}

static void assert_walk(struct store_fixture *fixture, struct record_key key,
                        struct record_page page, const char *wanted)
{
    struct ids ids = {""};
    assert_int_equal(store_record_walk(fixture_view(fixture), &key, page, add_id, &ids), ERR_NONE);
    assert_string_equal(ids.text, wanted);
}

static void a_record_is_read_as_it_was_put(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_key business = key(RECORD_BUSINESS, "a");
    struct record_row read;
    assert_int_equal(run(fixture, INSERT, row(business, "acme", "{}")), ERR_NONE);
    assert_int_equal(store_record_get(fixture_view(fixture), &fixture->arena, &business, &read),
                     ERR_NONE);
    assert_text(read.key.id, "a");
    assert_text(read.key.location_id, "loc");
    assert_int_equal(read.key.kind, RECORD_BUSINESS);
    assert_int_equal(read.date_added_ms, 7);
    assert_text(read.document, "{}");
}

static void an_id_is_of_its_location_and_kind(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_key elsewhere = {STR("other"), RECORD_TAG, STR("a")};
    assert_int_equal(run(fixture, INSERT, tag("a", "x")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, tag("a", "y")), ERR_EXISTS);
    assert_none(fixture, elsewhere);
    assert_none(fixture, key(RECORD_BUSINESS, "a"));
    assert_int_equal(run(fixture, INSERT, row(elsewhere, "x", "[]")), ERR_NONE);
    assert_document(fixture, key(RECORD_TAG, "a"), "{}");
}

static void a_name_is_unique_where_its_kind_wants_that(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(run(fixture, INSERT, tag("a", "x")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, tag("b", "x")), ERR_EXISTS);
    assert_none(fixture, key(RECORD_TAG, "b"));
    assert_int_equal(run(fixture, INSERT, tag("b", "y")), ERR_NONE);
    assert_int_equal(run(fixture, UPDATE, tag("b", "x")), ERR_EXISTS);
    assert_int_equal(run(fixture, UPDATE, tag("a", "x")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, tag("a", "")), ERR_NONE);
    assert_int_equal(run(fixture, UPDATE, tag("b", "x")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "a"), "x", "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "b"), "x", "{}")), ERR_NONE);
}

static void a_record_is_found_by_its_unique_name(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_key tags = key(RECORD_TAG, "");
    struct record_row read;
    assert_int_equal(run(fixture, INSERT, tag("a", "x")), ERR_NONE);
    assert_int_equal(
        store_record_find(fixture_view(fixture), &fixture->arena, &tags, STR("x"), &read),
        ERR_NONE);
    assert_text(read.key.id, "a");
    assert_int_equal(
        store_record_find(fixture_view(fixture), &fixture->arena, &tags, STR("y"), &read),
        ERR_NOT_FOUND);
}

static void an_update_changes_name_and_document(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_row changed = row(key(RECORD_TAG, "a"), "z", "[1]");
    struct record_row read;
    changed.date_added_ms = 99;
    assert_int_equal(run(fixture, UPDATE, changed), ERR_NOT_FOUND);
    assert_int_equal(run(fixture, INSERT, tag("a", "x")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, tag("b", "y")), ERR_NONE);
    assert_int_equal(run(fixture, UPDATE, changed), ERR_NONE);
    assert_int_equal(store_record_get(fixture_view(fixture), &fixture->arena, &changed.key, &read),
                     ERR_NONE);
    assert_text(read.document, "[1]");
    assert_int_equal(read.date_added_ms, 7);
    assert_walk(fixture, changed.key, (struct record_page){0, 9}, "b a");
}

static void a_delete_takes_one(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(run(fixture, INSERT, tag("a", "x")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, tag("b", "y")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, tag("a", "")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, tag("a", "")), ERR_NOT_FOUND);
    assert_document(fixture, key(RECORD_TAG, "b"), "{}");
}

static void a_walk_goes_by_name_and_in_pages(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_key businesses = key(RECORD_BUSINESS, "");
    assert_walk(fixture, businesses, (struct record_page){0, 9}, "");
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "c"), "m", "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "b"), "m", "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "a"), "z", "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "d"), "k", "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, tag("t", "a")), ERR_NONE);
    assert_walk(fixture, businesses, (struct record_page){0, 9}, "d b c a");
    assert_walk(fixture, businesses, (struct record_page){0, 2}, "d b");
    assert_walk(fixture, businesses, (struct record_page){1, 2}, "b c");
    assert_walk(fixture, businesses, (struct record_page){9, 2}, "");
}

static void assert_total(struct store_fixture *fixture, enum record_kind kind, int64_t items,
                         int64_t bytes)
{
    struct record_key all = key(kind, "");
    struct item_total total;
    assert_int_equal(store_record_total(fixture_view(fixture), &all, &total), ERR_NONE);
    assert_int_equal(total.items, items);
    assert_int_equal(total.bytes, bytes);
}

static void the_total_follows_every_change(void **state)
{
    struct store_fixture *fixture = *state;
    assert_total(fixture, RECORD_TAG, 0, 0);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_TAG, "a"), "x", "\xC3\xA4")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_TAG, "b"), "y", "1234")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_TAG, "c"), "y", "1234")), ERR_EXISTS);
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_BUSINESS, "b"), "y", "123")), ERR_NONE);
    assert_total(fixture, RECORD_TAG, 2, 6);
    assert_total(fixture, RECORD_BUSINESS, 1, 3);
    assert_int_equal(run(fixture, UPDATE, row(key(RECORD_TAG, "b"), "y", "1")), ERR_NONE);
    assert_total(fixture, RECORD_TAG, 2, 3);
    assert_int_equal(run(fixture, DELETE, tag("a", "")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, tag("b", "")), ERR_NONE);
    assert_total(fixture, RECORD_TAG, 0, 0);
}

/* A campaign of a location, and that a contact is in one, have one name. */
static void the_total_is_not_that_of_a_contacts_items(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_key memberships = {STR("loc"), STR("c"), ITEM_CAMPAIGN, STR("")};
    struct item_total total;
    assert_int_equal(run(fixture, INSERT, row(key(RECORD_CAMPAIGN, "a"), "x", "{}")), ERR_NONE);
    assert_int_equal(store_item_total(fixture_view(fixture), &memberships, &total), ERR_NONE);
    assert_int_equal(total.items, 0);
    assert_total(fixture, RECORD_CAMPAIGN, 1, 2);
}

/* ---- contacts of a business -------------------------------------------------------------------
 */

static enum err set_business(struct store_fixture *fixture, const char *contact_id,
                             const char *business_id)
{
    struct record_op op = {
        .op = {.apply = apply},
        .what = SET_BUSINESS,
        .row = {.key = key(RECORD_BUSINESS, business_id)},
        .contact = contact_of(contact_id, "", ""),
    };
    op.contact.version = 2;
    op.contact.document = STR("{\"in\":1}");
    return store_run(fixture->store, &op.op);
}

static void assert_contacts(struct store_fixture *fixture, const char *business_id, size_t most,
                            const char *wanted)
{
    struct record_key business = key(RECORD_BUSINESS, business_id);
    struct str *ids = NULL;
    size_t count = 99;
    struct str text = STR("");
    assert_int_equal(store_business_contacts(fixture_view(fixture), &fixture->arena, &business,
                                             most, &ids, &count),
                     ERR_NONE);
    for (size_t i = 0; i < count; i++)
        text = arena_format(&fixture->arena, "%.*s%s%.*s", STR_ARG(text), i ? " " : "",
                            STR_ARG(ids[i]));
    assert_text(text, wanted);
}

static void contacts_are_found_by_their_business(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row read;
    for (size_t i = 0; i < 3; i++) {
        struct contact_row contact = contact_of((const char *[]){"a", "b", "c"}[i], "", "");
        assert_int_equal(run_contact_insert(fixture->store, &contact), ERR_NONE);
    }
    assert_int_equal(set_business(fixture, "x", "b1"), ERR_NOT_FOUND);
    assert_int_equal(set_business(fixture, "c", "b1"), ERR_NONE);
    assert_int_equal(set_business(fixture, "a", "b1"), ERR_NONE);
    assert_contacts(fixture, "b1", 9, "a c");
    assert_contacts(fixture, "b1", 1, "a");
    assert_contacts(fixture, "b2", 9, "");
    assert_int_equal(
        store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), STR("a"), &read),
        ERR_NONE);
    assert_int_equal(read.version, 2);
    assert_text(read.document, "{\"in\":1}");
    assert_int_equal(set_business(fixture, "a", ""), ERR_NONE);
    assert_contacts(fixture, "b1", 9, "c");
}

static void an_update_of_a_contact_leaves_its_business(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row contact = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &contact), ERR_NONE);
    assert_int_equal(set_business(fixture, "a", "b1"), ERR_NONE);
    assert_int_equal(run_contact_update(fixture->store, &contact), ERR_NONE);
    contact.email = STR("ann@example.com");
    assert_int_equal(run_contact_update(fixture->store, &contact), ERR_NONE);
    assert_contacts(fixture, "b1", 9, "a");
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("a")), ERR_NONE);
    assert_contacts(fixture, "b1", 9, "");
}

static void a_business_is_gone_until_it_is_forgotten(void **state)
{
    struct store_fixture *fixture = *state;
    struct record_row one = row(key(RECORD_BUSINESS, "b1"), "", "");
    struct record_key read;
    assert_int_equal(store_business_gone_first(fixture_view(fixture), &fixture->arena, &read),
                     ERR_NOT_FOUND);
    assert_int_equal(run(fixture, GONE_PUT, one), ERR_NONE);
    assert_int_equal(run(fixture, GONE_PUT, one), ERR_NONE);
    fixture_reopen(fixture);
    assert_int_equal(store_business_gone_first(fixture_view(fixture), &fixture->arena, &read),
                     ERR_NONE);
    assert_text(read.location_id, "loc");
    assert_text(read.id, "b1");
    assert_int_equal(run(fixture, GONE_FORGET, one), ERR_NONE);
    assert_int_equal(run(fixture, GONE_FORGET, one), ERR_NONE);
    assert_int_equal(store_business_gone_first(fixture_view(fixture), &fixture->arena, &read),
                     ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_record_is_read_as_it_was_put),
        TEST(an_id_is_of_its_location_and_kind),
        TEST(a_name_is_unique_where_its_kind_wants_that),
        TEST(a_record_is_found_by_its_unique_name),
        TEST(an_update_changes_name_and_document),
        TEST(a_delete_takes_one),
        TEST(a_walk_goes_by_name_and_in_pages),
        TEST(the_total_follows_every_change),
        TEST(the_total_is_not_that_of_a_contacts_items),
        TEST(contacts_are_found_by_their_business),
        TEST(an_update_of_a_contact_leaves_its_business),
        TEST(a_business_is_gone_until_it_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
