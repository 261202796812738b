/*
 * The contract of deleting a location: gone at once, removed piece by piece.
 */
#include "store_fixture.h"

enum { CONTACTS = 2 * LOCATION_SWEEP_MAX + 10 };

static struct str hashes[] = {STR_INIT("token of loc"), STR_INIT("token of other")};

static enum err apply_item(struct store_op *op, struct store_tx *tx)
{
    return store_tx_item_insert(tx, op->owner);
}

static void insert_item(struct store_fixture *fixture, struct str location_id,
                        struct str contact_id, enum item_kind kind)
{
    struct item_row row = {.key = {location_id, contact_id, kind, STR("i")}, .document = STR("{}")};
    struct store_op op = {.apply = apply_item, .owner = &row};
    assert_int_equal(store_run(fixture->store, &op), ERR_NONE);
}

/* A tag, and a business that is gone. */
static enum err apply_records(struct store_op *op, struct store_tx *tx)
{
    struct record_row *row = op->owner;
    enum err err = store_tx_record_insert(tx, row);
    return err ? err : store_tx_business_gone_put(tx, &row->key);
}

static void insert_records(struct store_fixture *fixture, struct str location_id)
{
    struct record_row row = {{location_id, RECORD_TAG, STR("r")}, STR("r"), 1, STR("{}")};
    struct store_op op = {.apply = apply_records, .owner = &row};
    assert_int_equal(store_run(fixture->store, &op), ERR_NONE);
}

static void insert_contact(struct store_fixture *fixture, struct str location_id, struct str id)
{
    struct contact_row row = contact_of("", "", "");
    row.location_id = location_id;
    row.id = id;
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

/* One of everything, and contacts. */
static void fill(struct store_fixture *fixture, struct str location_id, size_t contacts,
                 struct str secret)
{
    struct location location = {
        .id = location_id, .country = STR("US"), .duplicates = {.first = MATCH_EMAIL}};
    struct custom_field field = {
        .id = STR("f"), .object_key = STR("contact"), .key = STR("contact.f")};
    struct custom_folder folder = {.id = STR("d"), .object_key = STR("contact")};
    struct idempotency_row first = {.location_id = location_id, .key = STR("k")};
    struct token_row token = {
        .id = location_id, .location_id = location_id, .hash = hash_sha256(secret)};
    assert_int_equal(run_location_insert(fixture->store, &location), ERR_NONE);
    assert_int_equal(run_custom_field_insert(fixture->store, location_id, &field), ERR_NONE);
    assert_int_equal(run_custom_folder_insert(fixture->store, location_id, &folder), ERR_NONE);
    assert_int_equal(run_removed_field_insert(fixture->store, location_id, STR("g"), 1), ERR_NONE);
    assert_int_equal(run_idempotency_put(fixture->store, &first), ERR_NONE);
    assert_int_equal(run_token_insert(fixture->store, &token), ERR_NONE);
    for (size_t i = 0; i < contacts; i++)
        insert_contact(fixture, location_id, arena_format(&fixture->arena, "%03zu", i));
    insert_item(fixture, location_id, STR("000"), ITEM_NOTE);
    insert_item(fixture, location_id, STR("000"), ITEM_TASK);
    insert_records(fixture, location_id);
}

static int64_t contacts_of(struct store_fixture *fixture, struct str location_id)
{
    int64_t count = -1;
    assert_int_equal(store_contact_count(fixture_view(fixture), location_id, &count), ERR_NONE);
    return count;
}

static enum err find_token(struct store_fixture *fixture, struct str secret)
{
    struct hash hash = hash_sha256(secret);
    struct token_row row;
    return store_token_find(fixture_view(fixture), &fixture->arena, &hash, &row);
}

static bool has_business_gone(struct store_fixture *fixture, struct str location_id)
{
    struct record_key gone;
    enum err err = store_business_gone_first(fixture_view(fixture), &fixture->arena, &gone);
    return !err && str_eq(gone.location_id, location_id); /* "loc" is before "other" */
}

static size_t fields_of(struct store_fixture *fixture, struct str location_id)
{
    struct store_view *view = fixture_view(fixture);
    struct arena *arena = &fixture->arena;
    struct str contact = STR("contact");
    struct custom_fields fields;
    struct custom_folder *folders;
    struct text_list removed;
    size_t count;
    assert_int_equal(store_custom_field_list(view, arena, location_id, contact, &fields), ERR_NONE);
    assert_int_equal(store_custom_folder_list(view, arena, location_id, contact, &folders, &count),
                     ERR_NONE);
    assert_int_equal(store_removed_field_list(view, arena, location_id, &removed), ERR_NONE);
    return fields.count + count + removed.count;
}

/* Tokens, fields and their folders, first answers, items and records, as far as they are there. */
static size_t others_of(struct store_fixture *fixture, struct str location_id)
{
    struct store_view *view = fixture_view(fixture);
    struct arena *arena = &fixture->arena;
    struct token_row *tokens;
    struct idempotency_row first;
    struct item_total notes, tasks, tags;
    struct record_key tag = {location_id, RECORD_TAG, STR("")};
    struct item_key note = {location_id, STR("000"), ITEM_NOTE, STR("")};
    struct item_key task = {location_id, STR("000"), ITEM_TASK, STR("")};
    size_t count;
    assert_int_equal(store_token_list(view, arena, location_id, &tokens, &count), ERR_NONE);
    assert_int_equal(store_item_total(view, &note, &notes), ERR_NONE);
    assert_int_equal(store_item_total(view, &task, &tasks), ERR_NONE);
    assert_int_equal(store_record_total(view, &tag, &tags), ERR_NONE);
    enum err err = store_idempotency_get(view, arena, location_id, STR("k"), &first);
    return count + fields_of(fixture, location_id) +
           (size_t)(notes.items + tasks.items + tags.items) + (err ? 0 : 1);
}

static void a_deleted_location_and_its_tokens_are_gone_at_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct location read;
    fill(fixture, STR("loc"), 1, hashes[0]);
    fill(fixture, STR("other"), 1, hashes[1]);
    assert_int_equal(find_token(fixture, hashes[0]), ERR_NONE);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(store_location_get(fixture_view(fixture), &fixture->arena, STR("loc"), &read),
                     ERR_NOT_FOUND);
    assert_int_equal(find_token(fixture, hashes[0]), ERR_NOT_FOUND);
    assert_int_equal(find_token(fixture, hashes[1]), ERR_NONE);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NOT_FOUND);
}

static void a_sweep_takes_no_more_than_it_may_and_at_last_all(void **state)
{
    struct store_fixture *fixture = *state;
    bool swept = false;
    fill(fixture, STR("loc"), CONTACTS, hashes[0]);
    fill(fixture, STR("other"), 3, hashes[1]);
    assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_false(swept);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    int64_t left = contacts_of(fixture, STR("loc"));
    assert_int_equal(left, CONTACTS);
    for (int sweeps = 0;; sweeps++) {
        assert_true(sweeps < CONTACTS);
        assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
        if (!swept)
            break;
        int64_t now = contacts_of(fixture, STR("loc"));
        assert_true(left - now <= LOCATION_SWEEP_MAX);
        left = now;
    }
    assert_int_equal(left, 0);
    assert_int_equal(others_of(fixture, STR("loc")), 0);
    assert_false(has_business_gone(fixture, STR("loc")));
    assert_true(has_business_gone(fixture, STR("other")));
    assert_int_equal(contacts_of(fixture, STR("other")), 3);
    assert_int_equal(others_of(fixture, STR("other")), 8);
}

static void a_sweep_goes_on_in_the_next_process(void **state)
{
    struct store_fixture *fixture = *state;
    bool swept = true;
    fill(fixture, STR("loc"), CONTACTS, hashes[0]);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_true(contacts_of(fixture, STR("loc")) > 0);
    fixture_reopen(fixture);
    while (swept)
        assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_int_equal(contacts_of(fixture, STR("loc")), 0);
}

static void insert_addresses(struct store_fixture *fixture, struct str location_id, size_t count)
{
    struct address_change *changes = ARENA_ARRAY(&fixture->arena, struct address_change, count);
    struct contact_row row = contact_of("", "", "");
    row.location_id = location_id;
    row.id = STR("000");
    for (size_t i = 0; i < count; i++) {
        struct str value = arena_format(&fixture->arena, "%zu@b.co", i);
        changes[i] = (struct address_change){MATCH_EMAIL, value, .adds = true};
    }
    row.addresses = changes;
    row.address_count = count;
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
}

static int64_t count_addresses(struct store_fixture *fixture, struct str location_id)
{
    struct contact_row row;
    int64_t count = 0;
    for (size_t i = 0; i < LOCATION_SWEEP_MAX + 1; i++) {
        struct str value = arena_format(&fixture->arena, "%zu@b.co", i);
        count += store_contact_match(fixture_view(fixture), &fixture->arena, location_id,
                                     MATCH_EMAIL, value, STR(""), &row) == ERR_NONE;
    }
    return count;
}

/* However many of them one contact has. */
static void a_sweep_takes_no_more_addresses_than_rows(void **state)
{
    struct store_fixture *fixture = *state;
    bool swept = true;
    fill(fixture, STR("loc"), 1, hashes[0]);
    insert_addresses(fixture, STR("loc"), LOCATION_SWEEP_MAX + 1);
    assert_int_equal(count_addresses(fixture, STR("loc")), LOCATION_SWEEP_MAX + 1);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_true(count_addresses(fixture, STR("loc")) > 0);
    while (swept)
        assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_int_equal(contacts_of(fixture, STR("loc")), 0);
}

/* As one may that another process was about to make; it is not left behind. */
static void what_comes_while_a_location_is_swept_goes_as_well(void **state)
{
    struct store_fixture *fixture = *state;
    bool swept = true;
    fill(fixture, STR("loc"), CONTACTS, hashes[0]);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    insert_item(fixture, STR("loc"), STR("209"), ITEM_NOTE);
    while (swept)
        assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    struct item_key note = {STR("loc"), STR("209"), ITEM_NOTE, STR("")};
    struct item_total total;
    assert_int_equal(store_item_total(fixture_view(fixture), &note, &total), ERR_NONE);
    assert_int_equal(total.items, 0);
}

static void many_deleted_locations_are_swept_one_after_the_other(void **state)
{
    struct store_fixture *fixture = *state;
    bool swept = true;
    fill(fixture, STR("loc"), 3, hashes[0]);
    fill(fixture, STR("other"), 3, hashes[1]);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(run_location_delete(fixture->store, STR("other")), ERR_NONE);
    while (swept)
        assert_int_equal(run_location_sweep(fixture->store, &swept), ERR_NONE);
    assert_int_equal(contacts_of(fixture, STR("loc")) + contacts_of(fixture, STR("other")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_deleted_location_and_its_tokens_are_gone_at_once),
        TEST(a_sweep_takes_no_more_than_it_may_and_at_last_all),
        TEST(a_sweep_takes_no_more_addresses_than_rows),
        TEST(a_sweep_goes_on_in_the_next_process),
        TEST(what_comes_while_a_location_is_swept_goes_as_well),
        TEST(many_deleted_locations_are_swept_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
