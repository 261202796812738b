/*
 * The contract of first answers, by Idempotency-Key.
 */
#include "store_fixture.h"

static struct idempotency_row first_answer(struct str key, int64_t created_ms)
{
    return (struct idempotency_row){
        .location_id = STR("loc"),
        .key = key,
        .path = STR("/contacts/"),
        .fingerprint = hash_sha256(STR("{}")),
        .created_ms = created_ms,
        .status = 201,
        .headers = STR("ETag: \"1\"\n"),
        .body = STR("{\"contact\":{}}"),
    };
}

static void put(struct store_fixture *fixture, struct idempotency_row row)
{
    assert_int_equal(run_idempotency_put(fixture->store, &row), ERR_NONE);
}

static enum err get(struct store_fixture *fixture, struct str location_id, struct str key,
                    struct idempotency_row *row)
{
    return store_idempotency_get(fixture_view(fixture), &fixture->arena, location_id, key, row);
}

static void a_first_answer_is_read_as_it_was_put(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row row = first_answer(STR("k"), 5), read;
    put(fixture, row);
    assert_int_equal(get(fixture, STR("loc"), STR("k"), &read), ERR_NONE);
    assert_text(read.location_id, "loc");
    assert_text(read.key, "k");
    assert_true(hash_eq(&read.fingerprint, &row.fingerprint));
    assert_int_equal(read.created_ms, 5);
    assert_text(read.path, "/contacts/");
    assert_int_equal(read.status, 201);
    assert_text(read.headers, "ETag: \"1\"\n");
    assert_text(read.body, "{\"contact\":{}}");
}

static void a_key_belongs_to_its_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row read;
    put(fixture, first_answer(STR("k"), 5));
    assert_int_equal(get(fixture, STR("other"), STR("k"), &read), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, STR("loc"), STR("K"), &read), ERR_NOT_FOUND);
}

static void an_answer_replaces_one_whose_time_is_over(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row read;
    put(fixture, first_answer(STR("k"), 5));
    put(fixture, first_answer(STR("k"), 5 + IDEMPOTENCY_KEPT_MS));
    assert_int_equal(get(fixture, STR("loc"), STR("k"), &read), ERR_NONE);
    assert_int_equal(read.created_ms, 5 + IDEMPOTENCY_KEPT_MS);
}

static void a_first_answer_whose_time_is_not_over_stays(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row read;
    put(fixture, first_answer(STR("k"), 5));
    struct idempotency_row late = first_answer(STR("k"), 5 + IDEMPOTENCY_KEPT_MS - 1);
    assert_int_not_equal(run_idempotency_put(fixture->store, &late), ERR_NONE);
    assert_int_equal(get(fixture, STR("loc"), STR("k"), &read), ERR_NONE);
    assert_int_equal(read.created_ms, 5);
}

static void purging_removes_what_is_older_and_nothing_else(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row read;
    put(fixture, first_answer(STR("old"), 5));
    put(fixture, first_answer(STR("new"), 6));
    int64_t removed = -1;
    assert_int_equal(run_idempotency_purge(fixture->store, 6, &removed), ERR_NONE);
    assert_int_equal(removed, 1);
    assert_int_equal(get(fixture, STR("loc"), STR("old"), &read), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, STR("loc"), STR("new"), &read), ERR_NONE);
    assert_int_equal(run_idempotency_purge(fixture->store, 6, &removed), ERR_NONE);
    assert_int_equal(removed, 0);
}

static void one_purge_removes_a_bounded_number(void **state)
{
    struct store_fixture *fixture = *state;
    struct idempotency_row read;
    for (int i = 0; i <= IDEMPOTENCY_PURGE_MAX; i++)
        put(fixture, first_answer(arena_format(&fixture->arena, "k%d", i), 5));
    int64_t removed = -1;
    assert_int_equal(run_idempotency_purge(fixture->store, 6, &removed), ERR_NONE);
    assert_int_equal(removed, IDEMPOTENCY_PURGE_MAX);
    int left = 0;
    for (int i = 0; i <= IDEMPOTENCY_PURGE_MAX; i++)
        left +=
            get(fixture, STR("loc"), arena_format(&fixture->arena, "k%d", i), &read) == ERR_NONE;
    assert_int_equal(left, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_first_answer_is_read_as_it_was_put),
        TEST(a_key_belongs_to_its_location),
        TEST(an_answer_replaces_one_whose_time_is_over),
        TEST(a_first_answer_whose_time_is_not_over_stays),
        TEST(purging_removes_what_is_older_and_nothing_else),
        TEST(one_purge_removes_a_bounded_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
