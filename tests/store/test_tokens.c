/*
 * The contract of tokens.
 */
#include <time.h>

#include "postgres_database.h"
#include "store_fixture.h"

static struct token_row token_of(const char *id, const char *text, int64_t created_ms)
{
    return (struct token_row){
        .id = str_of(id),
        .location_id = STR("loc"),
        .name = STR("till"),
        .scopes = STR("contacts.readonly contacts.write"),
        .hash = hash_sha256(str_of(text)),
        .created_ms = created_ms,
        .expires_ms = 99,
    };
}

/* With its location. */
static void insert(struct store_fixture *fixture, struct token_row row)
{
    struct location location = {
        .id = row.location_id, .country = STR("US"), .duplicates = {.first = MATCH_EMAIL}};
    enum err err = run_location_insert(fixture->store, &location);
    assert_true(err == ERR_NONE || err == ERR_EXISTS);
    assert_int_equal(run_token_insert(fixture->store, &row), ERR_NONE);
}

static enum err find(struct store_fixture *fixture, const char *text, struct token_row *row)
{
    struct hash hash = hash_sha256(str_of(text));
    return store_token_find(fixture_view(fixture), &fixture->arena, &hash, row);
}

static void a_token_is_found_by_its_hash(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row row = token_of("t", "secret", 5), read;
    insert(fixture, row);
    assert_int_equal(find(fixture, "secret", &read), ERR_NONE);
    assert_text(read.id, "t");
    assert_text(read.location_id, "loc");
    assert_text(read.name, "till");
    assert_text(read.scopes, "contacts.readonly contacts.write");
    assert_true(hash_eq(&read.hash, &row.hash));
    assert_int_equal(read.created_ms, 5);
    assert_int_equal(read.expires_ms, 99);
    assert_int_equal(read.revoked_ms, 0);
    assert_int_equal(read.last_used_ms, 0);
}

static void an_unknown_token_is_not_found(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row read;
    insert(fixture, token_of("t", "secret", 5));
    assert_int_equal(find(fixture, "Secret", &read), ERR_NOT_FOUND);
}

static void a_token_of_the_agency_has_no_location(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row row = token_of("t", "secret", 5), read;
    row.location_id = STR("");
    assert_int_equal(run_token_insert(fixture->store, &row), ERR_NONE);
    assert_int_equal(find(fixture, "secret", &read), ERR_NONE);
    assert_text(read.location_id, "");
}

static void the_token_of_a_deleted_location_is_not_found(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row read;
    insert(fixture, token_of("t", "secret", 5));
    assert_int_equal(find(fixture, "secret", &read), ERR_NONE);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    assert_int_equal(find(fixture, "secret", &read), ERR_NOT_FOUND);
}

static void the_id_and_the_hash_of_a_token_are_taken_once(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, token_of("t", "secret", 5));
    struct token_row same_id = token_of("t", "other", 5), same_hash = token_of("u", "secret", 5);
    assert_int_equal(run_token_insert(fixture->store, &same_id), ERR_EXISTS);
    assert_int_equal(run_token_insert(fixture->store, &same_hash), ERR_EXISTS);
}

static void revoking_twice_keeps_the_first_time(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row read;
    insert(fixture, token_of("t", "secret", 5));
    assert_int_equal(run_token_revoke(fixture->store, STR("t"), 10), ERR_NONE);
    assert_int_equal(run_token_revoke(fixture->store, STR("t"), 20), ERR_NONE);
    assert_int_equal(find(fixture, "secret", &read), ERR_NONE);
    assert_int_equal(read.revoked_ms, 10);
}

static void touching_keeps_the_latest_time(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row read;
    insert(fixture, token_of("t", "secret", 5));
    assert_int_equal(run_token_touch(fixture->store, STR("t"), 20), ERR_NONE);
    assert_int_equal(run_token_touch(fixture->store, STR("t"), 10), ERR_NONE);
    assert_int_equal(find(fixture, "secret", &read), ERR_NONE);
    assert_int_equal(read.last_used_ms, 20);
}

static void an_unknown_token_cannot_be_revoked_or_touched(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(run_token_revoke(fixture->store, STR("t"), 10), ERR_NOT_FOUND);
    assert_int_equal(run_token_touch(fixture->store, STR("t"), 10), ERR_NOT_FOUND);
}

static void tokens_are_listed_oldest_first_of_one_location_or_all(void **state)
{
    struct store_fixture *fixture = *state;
    struct token_row elsewhere = token_of("c", "3", 3);
    elsewhere.location_id = STR("other");
    insert(fixture, token_of("a", "2", 2));
    insert(fixture, token_of("b", "1", 1));
    insert(fixture, elsewhere);
    struct token_row *rows = NULL;
    size_t count = 0;
    assert_int_equal(
        store_token_list(fixture_view(fixture), &fixture->arena, STR("loc"), &rows, &count),
        ERR_NONE);
    assert_int_equal(count, 2);
    assert_text(rows[0].id, "b");
    assert_text(rows[1].id, "a");
    assert_int_equal(
        store_token_list(fixture_view(fixture), &fixture->arena, STR(""), &rows, &count), ERR_NONE);
    assert_int_equal(count, 3);
    assert_text(rows[2].location_id, "other");
}

/* ---- other processes --------------------------------------------------------------------------
 */

/* A second store on the same, as a server has it. */
static struct store *open_another(const struct store_fixture *fixture)
{
    struct store_config config = fixture_config(fixture);
    struct store *store = NULL;
    struct err_text why;
    config.searches = true;
    assert_int_equal(store_open(&config, &store, &why), ERR_NONE);
    return store;
}

/* Waits until it has risen; a test that waits for ever is ended. */
static uint64_t await_more_than(uint64_t known, struct store *store)
{
    while (store_tokens_revoked(store) <= known)
        nanosleep(&(const struct timespec){.tv_nsec = 1000000}, NULL);
    return store_tokens_revoked(store);
}

static void a_revocation_through_another_store_is_heard_of_on_postgresql(void **state)
{
    struct store_fixture *fixture = *state;
    insert(fixture, token_of("t", "secret", 5));
    struct store *server = open_another(fixture);
    uint64_t heard = postgres_database_wanted() ? await_more_than(0, server) : 0;
    assert_int_equal(run_token_revoke(fixture->store, STR("t"), 9), ERR_NONE);
    if (postgres_database_wanted())
        heard = await_more_than(heard, server);
    assert_int_equal(run_location_delete(fixture->store, STR("loc")), ERR_NONE);
    if (postgres_database_wanted())
        await_more_than(heard, server);
    else
        assert_int_equal(store_tokens_revoked(server), 0);
    store_close(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_token_is_found_by_its_hash),
        TEST(an_unknown_token_is_not_found),
        TEST(a_token_of_the_agency_has_no_location),
        TEST(the_token_of_a_deleted_location_is_not_found),
        TEST(the_id_and_the_hash_of_a_token_are_taken_once),
        TEST(revoking_twice_keeps_the_first_time),
        TEST(touching_keeps_the_latest_time),
        TEST(an_unknown_token_cannot_be_revoked_or_touched),
        TEST(tokens_are_listed_oldest_first_of_one_location_or_all),
        TEST(a_revocation_through_another_store_is_heard_of_on_postgresql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
