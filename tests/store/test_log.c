/*
 * The log of an SQLite store: how much is written to it, and that it does not grow for ever.
 */
#include <sqlite3.h>
#include <time.h>

#include "store/sqlite/connection.h"
#include "store_fixture.h"

/* A page and its head; the file begins with a head of its own. */
enum { FRAME_SIZE = 2048 + 24 };

/* What the checkpointer promises never to pass, and the frames of one more commit. */
enum { LOG_SIZE_MAX = (131072 + 1024) * FRAME_SIZE };

/* One write of so much makes the log grow by so many frames. */
enum { DOCUMENT_SIZE = 1 << 20, DOCUMENT_FRAMES = DOCUMENT_SIZE / 2048 };

static long long log_size(struct store_fixture *fixture)
{
    return fixture_file_size(fixture, "-wal");
}

static char *text_of(struct store_fixture *fixture, size_t size)
{
    char *text = arena_alloc(&fixture->arena, size);
    return memset(text, 'x', size);
}

static void fill(struct store_fixture *fixture, int contacts)
{
    for (int i = 0; i < contacts; i++) {
        const char *id = arena_format(&fixture->arena, "%04d", i).ptr;
        const char *email = arena_format(&fixture->arena, "%04d@example.com", i).ptr;
        struct contact_row row = contact_of(id, email, "");
        row.document = (struct str){text_of(fixture, 1200), 1200};
        assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    }
}

/* Pages that one update writes. */
static long long frames_of_update(struct store_fixture *fixture, const struct contact_row *row)
{
    long long before = log_size(fixture);
    assert_int_equal(run_contact_update(fixture->store, row), ERR_NONE);
    return (log_size(fixture) - before) / FRAME_SIZE;
}

/* Its own, and the one that marks it for the search. */
static void an_update_that_leaves_email_and_phone_writes_two_pages(void **state)
{
    struct store_fixture *fixture = *state;
    fill(fixture, 200);
    struct contact_row row = contact_of("0100", "0100@example.com", "");
    row.document = (struct str){text_of(fixture, 1200), 1200};
    row.version = 2;
    assert_int_equal(frames_of_update(fixture, &row), 2);
    row.email = STR("new@example.com");
    assert_true(frames_of_update(fixture, &row) > 2);
}

static void a_close_moves_everything_into_the_database(void **state)
{
    struct store_fixture *fixture = *state;
    fill(fixture, 10);
    assert_true(log_size(fixture) > 0);
    fixture_close(fixture);
    assert_int_equal(log_size(fixture), -1);
}

/* Longer than any disk takes; it is over as soon as the thread has copied. */
enum { PATIENCE_S = 20 };

static void when_nobody_writes_everything_is_moved_into_the_database(void **state)
{
    struct store_fixture *fixture = *state;
    fill(fixture, 200);
    const struct timespec pause = {0, 10 * 1000 * 1000};
    for (int tries = 0; tries < PATIENCE_S * 100; tries++) {
        if (fixture_file_size(fixture, "") >= 200LL * 2048)
            return;
        nanosleep(&pause, NULL);
    }
    fail();
}

/* Each update another text: pages that stay the same are not written. */
static void write_megabytes(struct store_fixture *fixture, int count)
{
    char *text = text_of(fixture, DOCUMENT_SIZE);
    struct contact_row row = contact_of("0000", "0000@example.com", "");
    row.document = (struct str){text, DOCUMENT_SIZE};
    for (int i = 0; i < count; i++) {
        memset(text, 'a' + i % 26, DOCUMENT_SIZE);
        row.version++;
        assert_int_equal(run_contact_update(fixture->store, &row), ERR_NONE);
    }
}

static void constant_writing_does_not_make_the_log_grow_for_ever(void **state)
{
    struct store_fixture *fixture = *state;
    const int megabytes = 3 * (LOG_SIZE_MAX / FRAME_SIZE) / DOCUMENT_FRAMES;
    fill(fixture, 1);
    write_megabytes(fixture, megabytes);
    assert_true(log_size(fixture) > 0);
    assert_true(log_size(fixture) <= LOG_SIZE_MAX);
}

static void a_reader_of_an_old_state_holds_up_nobody(void **state)
{
    struct store_fixture *fixture = *state;
    fill(fixture, 1);
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM contact", NULL, NULL, NULL), 0);
    write_megabytes(fixture, 100);
    long long held_up = log_size(fixture);
    assert_true(held_up > 90LL * DOCUMENT_FRAMES * FRAME_SIZE);
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    write_megabytes(fixture, 200);
    assert_true(log_size(fixture) <= LOG_SIZE_MAX);
    fixture_close(fixture);
    assert_int_equal(log_size(fixture), -1);
}

/* ---- a transaction larger than the cache -------------------------------------------------------
 */

static void execute(sqlite3 *connection, const char *sql)
{
    assert_int_equal(sqlite3_exec(connection, sql, NULL, NULL, NULL), SQLITE_OK);
}

static int assert_first(void *wanted, int columns, char **values, char **names)
{
    (void)columns, (void)names;
    assert_string_equal(values[0], wanted);
    return 0;
}

#define ROWS(from, to)                                                                      \
    "WITH RECURSIVE count(n) AS (VALUES(" #from ") UNION ALL SELECT n + 1 FROM count WHERE" \
    " n < " #to ") "

/* What did not fit and was rolled back must not come out later, over what another has written. */
static void what_was_rolled_back_never_covers_what_another_process_committed(void **state)
{
    struct store_fixture *fixture = *state;
    struct sqlite_view writer;
    sqlite3 *other = NULL;
    char ok[] = "ok", all[] = "500";
    fixture_open(fixture);
    fixture_close(fixture);
    assert_int_equal(connection_open(&writer, fixture->path, CONNECTION_WRITER, 0), SQLITE_OK);
    execute(writer.connection, "PRAGMA cache_size = 20");
    execute(writer.connection,
            "CREATE TABLE ours (n INTEGER PRIMARY KEY, x);"
            "CREATE TABLE theirs (n INTEGER PRIMARY KEY, x);" ROWS(
                1, 400) "INSERT INTO ours SELECT n, hex(zeroblob(400)) FROM count;"
                        "PRAGMA wal_checkpoint(TRUNCATE)");
    execute(writer.connection,
            "BEGIN IMMEDIATE;" ROWS(
                1001, 1100) "INSERT INTO ours SELECT n, hex(zeroblob(400)) FROM count;"
                            "ROLLBACK");
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    execute(other, ROWS(1, 500) "INSERT INTO theirs SELECT n, hex(zeroblob(200)) FROM count");
    execute(writer.connection, "UPDATE ours SET x = 1 WHERE n = 1");
    connection_close(&writer);
    assert_int_equal(sqlite3_exec(other, "PRAGMA integrity_check", assert_first, ok, NULL), 0);
    assert_int_equal(sqlite3_exec(other, "SELECT count(*) FROM theirs", assert_first, all, NULL),
                     0);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_update_that_leaves_email_and_phone_writes_two_pages),
        TEST(a_close_moves_everything_into_the_database),
        TEST(when_nobody_writes_everything_is_moved_into_the_database),
        TEST(constant_writing_does_not_make_the_log_grow_for_ever),
        TEST(a_reader_of_an_old_state_holds_up_nobody),
        TEST_CLOSED(what_was_rolled_back_never_covers_what_another_process_committed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
