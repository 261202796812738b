/*
 * Deleted custom fields: who is told, and how their values leave the contacts.
 */
#include "store_fixture.h"

#include "contact/contact.h"
#include "service/custom_fields.h"
#include "service/location_cache.h"
#include "service/removed_fields.h"

/* More than two transactions look at. */
enum { CONTACTS = 2 * REMOVED_FIELD_CONTACTS_MAX + 1 };

static struct str id_of(struct store_fixture *fixture, size_t number)
{
    return arena_format(&fixture->arena, "c%05zu", number);
}

static void insert_contact(struct store_fixture *fixture, struct str id, const char *fields)
{
    struct contact_row row = contact_of("", "", "");
    row.id = id;
    row.version = 7;
    row.document = arena_format(&fixture->arena, "{\"id\":\"%.*s\",\"customFields\":[%s]}",
                                STR_ARG(id), fields);
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static void make_location(struct store_fixture *fixture)
{
    struct location location = {
        .id = STR("loc"), .country = STR("US"), .duplicates = {.first = MATCH_EMAIL}};
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
}

static enum err apply_nothing(struct store_op *op, struct store_tx *tx)
{
    (void)op;
    (void)tx;
    return ERR_NONE;
}

static bool is_done(struct store_fixture *fixture)
{
    struct removed_fields fields;
    return store_removed_fields_next(fixture_view(fixture), &fixture->arena, INT64_MAX, &fields) ==
           ERR_NOT_FOUND;
}

/* Each waits for one transaction at least, and the sweep takes part in each. */
static void wait_until_done(struct store_fixture *fixture)
{
    enum { TRANSACTIONS_MAX = 1000 };
    for (int i = 0; i < TRANSACTIONS_MAX && !is_done(fixture); i++) {
        struct store_op op = {.apply = apply_nothing};
        assert_int_equal(store_run(fixture->store, &op), ERR_NONE);
    }
    assert_true(is_done(fixture));
}

static struct contact_row row_of(struct store_fixture *fixture, struct str id)
{
    struct contact_row row;
    assert_int_equal(
        store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), id, &row), ERR_NONE);
    return row;
}

static void values_leave_every_contact_which_keeps_its_version(void **state)
{
    struct store_fixture *fixture = *state;
    for (size_t i = 0; i < CONTACTS; i++)
        insert_contact(fixture, id_of(fixture, i),
                       "{\"id\":\"gone\",\"value\":1},{\"id\":\"kept\",\"value\":\"gone\"},"
                       "{\"id\":\"too\",\"value\":2}");
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("gone"), 5),
                     ERR_NONE);
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("too"), 6), ERR_NONE);
    removed_fields_sweep(fixture->store, 6 + REMOVED_FIELD_REST_MS);
    wait_until_done(fixture);
    for (size_t i = 0; i < CONTACTS; i++) {
        struct contact contact;
        struct contact_row row = row_of(fixture, id_of(fixture, i));
        assert_int_equal(contact_decode(&fixture->arena, row.document, &contact), ERR_NONE);
        assert_int_equal(row.version, 7);
        assert_int_equal(contact.custom_value_count, 1);
        assert_text(contact.custom_values[0].id, "kept");
    }
}

static void a_contact_without_a_value_is_not_written(void **state)
{
    struct store_fixture *fixture = *state;
    const char *untouched = "{\"id\":\"kept\", \"value\":\"gone\"}"; /* a blank would be lost */
    insert_contact(fixture, STR("c"), untouched);
    struct str before = row_of(fixture, STR("c")).document;
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("gone"), 5),
                     ERR_NONE);
    removed_fields_sweep(fixture->store, 5 + REMOVED_FIELD_REST_MS);
    wait_until_done(fixture);
    assert_true(str_eq(row_of(fixture, STR("c")).document, before));
}

static void a_field_that_was_just_deleted_is_left_alone(void **state)
{
    struct store_fixture *fixture = *state;
    struct store_op op = {.apply = apply_nothing};
    insert_contact(fixture, STR("c"), "{\"id\":\"gone\",\"value\":1}");
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("gone"), 5),
                     ERR_NONE);
    removed_fields_sweep(fixture->store, 4 + REMOVED_FIELD_REST_MS);
    assert_int_equal(store_run(fixture->store, &op), ERR_NONE);
    assert_false(is_done(fixture));
}

static void it_goes_on_where_it_was_after_a_restart(void **state)
{
    struct store_fixture *fixture = *state;
    struct removed_fields fields;
    insert_contact(fixture, STR("a"), "{\"id\":\"gone\",\"value\":1}");
    insert_contact(fixture, STR("b"), "{\"id\":\"gone\",\"value\":1}");
    assert_int_equal(run_removed_field_insert(fixture->store, STR("loc"), STR("gone"), 5),
                     ERR_NONE);
    assert_int_equal(store_removed_fields_next(fixture_view(fixture), &fixture->arena, 5, &fields),
                     ERR_NONE);
    assert_int_equal(run_removed_fields_advance(fixture->store, &fields, STR("a")), ERR_NONE);
    fixture_reopen(fixture);
    removed_fields_sweep(fixture->store, 5 + REMOVED_FIELD_REST_MS);
    wait_until_done(fixture);
    assert_text(row_of(fixture, STR("a")).document,
                "{\"id\":\"a\",\"customFields\":[{\"id\":\"gone\",\"value\":1}]}");
    assert_text(row_of(fixture, STR("b")).document,
                "{\"id\":\"b\",\"dnd\":false,\"tags\":[],\"customFields\":[],"
                "\"additionalEmails\":[],\"additionalPhones\":[],\"followers\":[]}");
}

/* ---- the cache --------------------------------------------------------------------------------
 */

static const struct location_rules *rules_of(struct location_cache *cache,
                                             enum location_cache_age age)
{
    const struct location_rules *rules;
    assert_int_equal(location_cache_get(cache, STR("loc"), age, &rules), ERR_NONE);
    return rules;
}

static void delete_field(struct store_fixture *fixture, struct str id)
{
    struct custom_field_change change = {
        .op.apply = custom_field_change_apply,
        .kind = CUSTOM_FIELD_DELETE,
        .api = CUSTOM_FIELD_API_OBJECT,
        .arena = &fixture->arena,
        .location_id = STR("loc"),
        .field_id = id,
    };
    assert_int_equal(store_run(fixture->store, &change.op), ERR_NONE);
}

static void the_cache_that_is_told_knows_a_deleted_field_at_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = {
        .object_key = STR("contact"), .key = STR("contact.a"), .name = STR("a")};
    make_location(fixture);
    assert_int_equal(custom_field_create(fixture->store, &fixture->arena, STR("loc"), &field),
                     ERR_NONE);
    struct location_cache *cache = location_cache_new(fixture->store);
    const struct location_rules *before = rules_of(cache, LOCATION_CACHE_FRESH);
    assert_int_equal(before->custom_fields.count, 1);
    assert_false(location_cache_has_removed_fields(cache));

    delete_field(fixture, field.id);
    location_cache_forget(cache, STR("loc"));
    assert_true(location_cache_has_removed_fields(cache));
    const struct location_rules *after = rules_of(cache, LOCATION_CACHE_FRESH);
    assert_int_equal(after->custom_fields.count, 0);
    assert_int_equal(after->removed_fields.count, 1);
    assert_true(str_eq(after->removed_fields.items[0], field.id));
    assert_int_equal(before->custom_fields.count, 1); /* as long as it is held */

    location_rules_release(before);
    location_rules_release(after);
    location_cache_free(cache);
}

static void fields_of_others_have_no_values_to_remove(void **state)
{
    struct store_fixture *fixture = *state;
    struct custom_field field = {
        .object_key = STR("business"), .key = STR("business.a"), .name = STR("a")};
    make_location(fixture);
    assert_int_equal(custom_field_create(fixture->store, &fixture->arena, STR("loc"), &field),
                     ERR_NONE);
    struct location_cache *cache = location_cache_new(fixture->store);
    const struct location_rules *rules = rules_of(cache, LOCATION_CACHE_NEWEST);
    assert_int_equal(rules->custom_fields.count, 0);
    location_rules_release(rules);
    delete_field(fixture, field.id);
    assert_true(is_done(fixture));
    location_cache_free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_leave_every_contact_which_keeps_its_version),
        TEST(a_contact_without_a_value_is_not_written),
        TEST(a_field_that_was_just_deleted_is_left_alone),
        TEST(it_goes_on_where_it_was_after_a_restart),
        TEST(the_cache_that_is_told_knows_a_deleted_field_at_once),
        TEST(fields_of_others_have_no_values_to_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
