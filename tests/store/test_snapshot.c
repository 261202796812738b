/*
 * The states that readers keep between two calls: always the newest, and in nobody's way.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <time.h>

#include "store_fixture.h"

/* From the second look on at a state that nobody changes, a reader keeps it. */
enum { LOOKS_UNTIL_KEPT = 3 };

static int64_t version_of(struct store_fixture *fixture, struct store_view *view)
{
    struct contact_row row;
    assert_int_equal(store_contact_get(view, &fixture->arena, STR("loc"), STR("a"), &row),
                     ERR_NONE);
    return row.version;
}

static void look_until_kept(struct store_fixture *fixture, struct store_view *view)
{
    for (int i = 0; i < LOOKS_UNTIL_KEPT; i++)
        assert_int_equal(version_of(fixture, view), 1);
}

static void insert_contact(struct store_fixture *fixture)
{
    struct contact_row row = contact_of("a", "a@example.com", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
}

static void a_change_of_this_process_is_seen_at_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "a@example.com", "");
    insert_contact(fixture);
    for (row.version = 2; row.version < 20; row.version++) {
        for (int i = 0; i < LOOKS_UNTIL_KEPT; i++)
            assert_int_equal(version_of(fixture, fixture_view(fixture)), row.version - 1);
        assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    }
}

static void a_change_of_another_process_is_seen_at_once(void **state)
{
    struct store_fixture *fixture = *state;
    insert_contact(fixture);
    look_until_kept(fixture, fixture_view(fixture));
    fixture_execute(fixture, "UPDATE contact SET version = 7");
    assert_int_equal(version_of(fixture, fixture_view(fixture)), 7);
}

/* Moves the log and cuts it off, which a single reader of it would hinder. */
static bool empty_log(const struct store_fixture *fixture)
{
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    int code = sqlite3_wal_checkpoint_v2(other, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    return code == SQLITE_OK;
}

static void after_a_write_an_idle_reader_holds_nobody_up(void **state)
{
    struct store_fixture *fixture = *state;
    struct store_view *view = NULL;
    insert_contact(fixture);
    assert_int_equal(store_view_acquire(fixture->store, &view), ERR_NONE);
    look_until_kept(fixture, view);
    store_view_release(view);
    struct contact_row row = contact_of("b", "b@example.com", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    const struct timespec pause = {0, 1000 * 1000};
    for (int tries = 0; !empty_log(fixture); tries++) { /* soon after the write was acknowledged */
        assert_true(tries < 10000);
        nanosleep(&pause, NULL);
    }
}

/* ---- reading all the time ----------------------------------------------------------------------
 */

struct reading {
    struct store *store;
    atomic_bool over;
    atomic_uint wrong;
};

static void *read_on(void *context)
{
    struct reading *reading = context;
    while (!atomic_load(&reading->over)) {
        struct arena arena;
        struct store_view *view = NULL;
        struct contact_row row;
        arena_init(&arena);
        if (store_view_acquire(reading->store, &view) != ERR_NONE ||
            store_contact_get(view, &arena, STR("loc"), STR("a"), &row) != ERR_NONE)
            atomic_fetch_add(&reading->wrong, 1);
        store_view_release(view);
        arena_release(&arena);
    }
    return NULL;
}

/* Frames of a megabyte each; four times the log's length at which it is moved, which is 64 MiB. */
enum { WRITES = 400, DOCUMENT_SIZE = 1 << 20 };

static void write_on(struct store_fixture *fixture)
{
    char *text = arena_alloc(&fixture->arena, DOCUMENT_SIZE);
    struct contact_row row = contact_of("b", "b@example.com", "");
    row.document = (struct str){text, DOCUMENT_SIZE};
    memset(text, 'x', DOCUMENT_SIZE);
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    for (int i = 0; i < WRITES; i++) {
        memset(text, 'a' + i % 26, DOCUMENT_SIZE);
        row.version++;
        assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    }
}

static void reading_all_the_time_does_not_keep_the_log_from_beginning_anew(void **state)
{
    struct store_fixture *fixture = *state;
    struct reading reading = {.store = fixture->store};
    pthread_t threads[2];
    insert_contact(fixture);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &reading), 0);
    write_on(fixture);
    atomic_store(&reading.over, true);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&reading.wrong), 0);
    assert_in_range(fixture_file_size(fixture, "-wal"), 1, 3LL * WRITES / 4 * DOCUMENT_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_change_of_this_process_is_seen_at_once),
        TEST(a_change_of_another_process_is_seen_at_once),
        TEST(after_a_write_an_idle_reader_holds_nobody_up),
        TEST(reading_all_the_time_does_not_keep_the_log_from_beginning_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
