/*
 * Disks that are full, that fail, and that fail at every call in turn: what was acknowledged is
 * there after a restart, and what was refused is not.
 */
#include <limits.h>
#include <sqlite3.h>

#include "fault_vfs.h"
#include "store_fixture.h"

static enum err insert(struct store_fixture *fixture, const char *id)
{
    struct contact_row row = contact_of(id, "", "");
    return run_contact_insert(fixture->store, &row);
}

static enum err get(struct store_fixture *fixture, const char *id)
{
    struct contact_row row;
    return store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), str_of(id), &row);
}

static void a_full_disk_keeps_nothing_and_is_over_when_there_is_room(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(insert(fixture, "a"), ERR_NONE);
    fault_vfs_plan(
        (struct fault_plan){.call = FAULT_WRITE, .kind = FAULT_DISK_FULL, .for_good = true});
    assert_int_equal(insert(fixture, "b"), ERR_STORE_UNAVAILABLE);
    assert_int_equal(insert(fixture, "b"), ERR_STORE_UNAVAILABLE);
    assert_int_equal(store_health(fixture->store), ERR_STORE_UNAVAILABLE);
    assert_int_equal(get(fixture, "a"), ERR_NONE);
    assert_int_equal(get(fixture, "b"), ERR_NOT_FOUND);
    fault_vfs_heal();
    assert_int_equal(insert(fixture, "c"), ERR_NONE);
    assert_int_equal(store_health(fixture->store), ERR_NONE);
    fixture_reopen(fixture);
    assert_int_equal(get(fixture, "a"), ERR_NONE);
    assert_int_equal(get(fixture, "b"), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, "c"), ERR_NONE);
}

static void a_flush_that_fails_ends_writing_until_a_restart(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(insert(fixture, "a"), ERR_NONE);
    fault_vfs_plan((struct fault_plan){.call = FAULT_SYNC_LOG});
    assert_int_equal(insert(fixture, "b"), ERR_STORE_FAILED);
    assert_true(fault_vfs_fired());
    assert_int_equal(insert(fixture, "c"), ERR_STORE_UNAVAILABLE);
    assert_int_equal(store_health(fixture->store), ERR_STORE_UNAVAILABLE);
    assert_int_equal(get(fixture, "a"), ERR_NONE);
    fixture_reopen(fixture);
    assert_int_equal(get(fixture, "a"), ERR_NONE);
    assert_int_equal(get(fixture, "c"), ERR_NOT_FOUND);
    assert_int_equal(insert(fixture, "c"), ERR_NONE);
    assert_int_equal(store_health(fixture->store), ERR_NONE);
}

static void after_a_failed_flush_the_log_is_left_for_the_next_start(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(insert(fixture, "a"), ERR_NONE);
    long long size = fixture_file_size(fixture, "");
    fault_vfs_plan((struct fault_plan){.call = FAULT_SYNC_LOG});
    assert_int_equal(insert(fixture, "b"), ERR_STORE_FAILED);
    fixture_close(fixture);
    assert_true(fixture_file_size(fixture, "-wal") > 0);
    assert_int_equal(fixture_file_size(fixture, ""), size);
}

enum { LARGE_SIZE = 1 << 20, FRAMES_OF_LARGE = LARGE_SIZE / 2048 };

/* More than the log holds before it is copied, which is 64 MiB. */
enum { LARGE_UPDATES = 70 };

/* Each another text: pages that stay the same are not written. */
static void update_with_large_documents(struct store_fixture *fixture, struct contact_row *row,
                                        int count)
{
    char *text = arena_alloc(&fixture->arena, LARGE_SIZE);
    row->document = (struct str){text, LARGE_SIZE};
    for (int i = 0; i < count; i++) {
        row->version++;
        memset(text, 'a' + (int)(row->version % 26), LARGE_SIZE);
        assert_int_equal(run_contact_update(fixture->store, row), ERR_NONE);
    }
}

/* Until the flush that fails in another thread is heard of; *row is what was acknowledged last. */
static enum err update_until_refused(struct store_fixture *fixture, struct contact_row *row)
{
    char *text = arena_alloc(&fixture->arena, LARGE_SIZE);
    for (int tries = 0; tries < 20 * LARGE_UPDATES; tries++) {
        struct contact_row next = *row;
        next.version++;
        next.document = (struct str){text, LARGE_SIZE};
        memset(text, 'a' + (int)(next.version % 26), LARGE_SIZE);
        enum err err = run_contact_update(fixture->store, &next);
        if (err)
            return err;
        *row = next;
    }
    return ERR_NONE;
}

/* While another process reads an old state, SQLite does not get to a flush of its own. */
static void a_failed_flush_of_the_database_ends_writing_and_loses_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    update_with_large_documents(fixture, &row, 1);
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN; SELECT * FROM contact", NULL, NULL, NULL), 0);
    fault_vfs_plan((struct fault_plan){.call = FAULT_SYNC_DATABASE});
    assert_int_equal(update_until_refused(fixture, &row), ERR_STORE_FAILED);
    assert_true(fault_vfs_fired());
    assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_int_equal(run_contact_update(fixture->store, &row), ERR_STORE_UNAVAILABLE);
    assert_int_equal(store_health(fixture->store), ERR_STORE_UNAVAILABLE);
    fixture_reopen(fixture);
    struct contact_row kept;
    assert_int_equal(
        store_contact_get(fixture_view(fixture), &fixture->arena, STR("loc"), STR("a"), &kept),
        ERR_NONE);
    assert_int_equal(kept.version, row.version);
    assert_int_equal(insert(fixture, "b"), ERR_NONE);
}

static void a_commit_reaches_the_log_in_few_writes(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row row = contact_of("a", "", "");
    row.document = (struct str){arena_alloc(&fixture->arena, LARGE_SIZE), LARGE_SIZE};
    memset((char *)(uintptr_t)row.document.ptr, 'a', LARGE_SIZE);
    fault_vfs_plan((struct fault_plan){.call = FAULT_WRITE, .after = INT_MAX});
    assert_int_equal(run_contact_insert(fixture->store, &row), ERR_NONE);
    assert_in_range(fault_vfs_calls(), 1, FRAMES_OF_LARGE / 16);
}

static void a_write_that_is_refused_in_a_commit_keeps_nothing_and_passes(void **state)
{
    struct store_fixture *fixture = *state;
    fault_vfs_plan((struct fault_plan){.call = FAULT_WRITE, .kind = FAULT_IO_ERROR});
    assert_int_equal(insert(fixture, "a"), ERR_STORE_UNAVAILABLE);
    assert_int_equal(store_health(fixture->store), ERR_STORE_UNAVAILABLE);
    fault_vfs_plan((struct fault_plan){0});
    assert_int_equal(insert(fixture, "b"), ERR_NONE);
    assert_int_equal(store_health(fixture->store), ERR_NONE);
    int64_t count = 0;
    assert_int_equal(store_contact_count(fixture_view(fixture), STR("loc"), &count), ERR_NONE);
    assert_int_equal(count, 1);
}

static void another_processs_transaction_makes_the_store_unavailable_for_its_time(void **state)
{
    struct store_fixture *fixture = *state;
    sqlite3 *other = NULL;
    assert_int_equal(sqlite3_open(fixture->path, &other), SQLITE_OK);
    assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(insert(fixture, "a"), ERR_STORE_UNAVAILABLE);
    assert_int_equal(store_health(fixture->store), ERR_STORE_UNAVAILABLE);
    assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(insert(fixture, "a"), ERR_NONE);
    sqlite3_close(other);
}

/* ---- a transaction larger than the cache -------------------------------------------------------
 */

/* More than the writer's cache is meant to hold. */
enum { LARGE_ROWS = 80, LARGE_ROW_SIZE = 1 << 20 };

struct large_op {
    struct store_op op;
    struct str document;
    bool stubborn;       /* goes on after a failure, and says that all went well */
    enum err failure;    /* the first one */
    enum err afterwards; /* what a write after it answered */
};

/* The page of the index for "07500" is in the middle, where nobody has looked yet. */
static enum err go_on(struct large_op *large, struct store_tx *tx)
{
    struct contact_row unread = contact_of("07500", "", "");
    struct contact_row stubborn = contact_of("stubborn", "", "");
    fault_vfs_plan((struct fault_plan){.call = FAULT_READ, .for_good = true});
    large->failure = store_tx_contact_insert(tx, &unread);
    large->afterwards = store_tx_contact_insert(tx, &stubborn);
    fault_vfs_heal();
    return ERR_NONE;
}

static enum err insert_large(struct store_op *op, struct store_tx *tx)
{
    struct large_op *large = (struct large_op *)op;
    large->failure = ERR_NONE;
    for (int i = 0; i < LARGE_ROWS && !large->failure; i++) {
        char id[] = {'l', (char)('A' + i / 10), (char)('0' + i % 10), '\0'};
        struct contact_row row = contact_of(id, "", "");
        row.document = large->document;
        large->failure = store_tx_contact_insert(tx, &row);
    }
    return large->stubborn ? go_on(large, tx) : large->failure;
}

static struct large_op large_op_of(struct store_fixture *fixture)
{
    char *text = arena_alloc(&fixture->arena, LARGE_ROW_SIZE);
    memset(text, 'x', LARGE_ROW_SIZE);
    return (struct large_op){.op.apply = insert_large, .document = {text, LARGE_ROW_SIZE}};
}

static void a_disk_that_fills_in_the_middle_of_a_large_commit_keeps_nothing(void **state)
{
    struct store_fixture *fixture = *state;
    struct large_op large = large_op_of(fixture);
    fault_vfs_plan((struct fault_plan){
        .call = FAULT_WRITE, .kind = FAULT_DISK_FULL, .after = 100, .for_good = true});
    assert_int_equal(store_run(fixture->store, &large.op), ERR_STORE_UNAVAILABLE);
    assert_int_equal(large.failure, ERR_NONE);
    fault_vfs_heal();
    assert_int_equal(get(fixture, "lA0"), ERR_NOT_FOUND);
    assert_int_equal(store_run(fixture->store, &large.op), ERR_NONE);
    fixture_reopen(fixture);
    assert_int_equal(get(fixture, "lH9"), ERR_NONE);
}

/* A read that fails in the middle of a change makes SQLite roll all of it back by itself. */
static void what_is_written_after_a_failure_is_not_kept_either(void **state)
{
    struct store_fixture *fixture = *state;
    struct large_op large = large_op_of(fixture);
    large.stubborn = true;
    for (int i = 0; i < 1500; i++) /* a dozen pages of the index */
        assert_int_equal(insert(fixture, arena_format(&fixture->arena, "%04d", i).ptr), ERR_NONE);
    fixture_reopen(fixture);
    assert_int_equal(store_run(fixture->store, &large.op), ERR_STORE_UNAVAILABLE);
    assert_int_equal(large.failure, ERR_STORE_FAILED);
    assert_int_equal(large.afterwards, ERR_STORE_FAILED);
    assert_int_equal(get(fixture, "lA0"), ERR_NOT_FOUND);
    assert_int_equal(get(fixture, "stubborn"), ERR_NOT_FOUND);
    assert_int_equal(insert(fixture, "stubborn"), ERR_NONE);
}

/* ---- every call in turn ------------------------------------------------------------------------
 */

enum { SWEEP_OPS = 10, SWEEP_MAX = 500 };

/* Inserts contacts "0" to "9"; remembers what each was answered. */
static void insert_all(struct store_fixture *fixture, enum err *answers)
{
    for (int i = 0; i < SWEEP_OPS; i++) {
        char id[] = {(char)('0' + i), '\0'};
        answers[i] = insert(fixture, id);
    }
}

static void assert_kept_as_answered(struct store_fixture *fixture, const enum err *answers)
{
    for (int i = 0; i < SWEEP_OPS; i++) {
        char id[] = {(char)('0' + i), '\0'};
        enum err found = get(fixture, id);
        if (answers[i] == ERR_NONE)
            assert_int_equal(found, ERR_NONE);
        else if (answers[i] == ERR_STORE_UNAVAILABLE)
            assert_int_equal(found, ERR_NOT_FOUND);
        else
            assert_int_equal(answers[i], ERR_STORE_FAILED); /* then nobody knows */
    }
}

/* True when the n-th call was reached. */
static bool try_failing(struct fault_plan plan)
{
    void *state = NULL;
    assert_int_equal(fixture_set_up(&state), 0);
    struct store_fixture *fixture = state;
    enum err answers[SWEEP_OPS];
    fault_vfs_plan(plan);
    insert_all(fixture, answers);
    fixture_close(fixture);
    bool fired = fault_vfs_fired();
    fault_vfs_heal();
    fixture_open(fixture);
    assert_kept_as_answered(fixture, answers);
    assert_int_equal(insert(fixture, "new"), ERR_NONE);
    fixture_tear_down(&state);
    return fired;
}

/* With each call failing in turn, until the plan's call is never reached. */
static void sweep(struct fault_plan plan)
{
    while (try_failing(plan)) {
        plan.after++;
        assert_true(plan.after < SWEEP_MAX);
    }
    assert_true(plan.after > SWEEP_OPS); /* each operation made a call at least */
}

static void whichever_call_fails_once_answers_are_kept(void **state)
{
    (void)state;
    sweep((struct fault_plan){.call = FAULT_ANY, .kind = FAULT_IO_ERROR});
}

static void whichever_call_is_the_last_to_succeed_answers_are_kept(void **state)
{
    (void)state;
    sweep((struct fault_plan){.call = FAULT_ANY, .kind = FAULT_IO_ERROR, .for_good = true});
}

static void wherever_the_disk_is_full_once_answers_are_kept(void **state)
{
    (void)state;
    sweep((struct fault_plan){.call = FAULT_WRITE, .kind = FAULT_DISK_FULL});
}

static void wherever_the_disk_becomes_full_answers_are_kept(void **state)
{
    (void)state;
    sweep((struct fault_plan){.call = FAULT_WRITE, .kind = FAULT_DISK_FULL, .for_good = true});
}

/* True when the n-th call of a first start was reached. */
static bool try_starting(struct fault_plan plan)
{
    void *state = NULL;
    assert_int_equal(fixture_set_up_closed(&state), 0);
    struct store_fixture *fixture = state;
    struct store_config config = fixture_config(fixture);
    struct err_text why = {""};
    fault_vfs_plan(plan);
    enum err err = store_open(&config, &fixture->store, &why);
    bool fired = fault_vfs_fired();
    fault_vfs_heal();
    if (err) {
        assert_int_equal(err, ERR_STORE_UNUSABLE);
        assert_true(why.text[0] != '\0');
    }
    fixture_reopen(fixture);
    assert_int_equal(insert(fixture, "a"), ERR_NONE);
    fixture_tear_down(&state);
    return fired;
}

static void a_first_start_that_fails_at_any_call_can_be_repeated(void **state)
{
    (void)state;
    struct fault_plan plan = {.call = FAULT_ANY, .kind = FAULT_IO_ERROR, .for_good = true};
    for (; try_starting(plan); plan.after++)
        assert_true(plan.after < SWEEP_MAX);
    assert_true(plan.after > 5); /* the file's first page, the log's head, the schema, … */
}

static int register_faults(void **state)
{
    (void)state;
    fault_vfs_register();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_disk_keeps_nothing_and_is_over_when_there_is_room),
        TEST(a_flush_that_fails_ends_writing_until_a_restart),
        TEST(after_a_failed_flush_the_log_is_left_for_the_next_start),
        TEST(a_failed_flush_of_the_database_ends_writing_and_loses_nothing),
        TEST(a_commit_reaches_the_log_in_few_writes),
        TEST(a_write_that_is_refused_in_a_commit_keeps_nothing_and_passes),
        TEST(another_processs_transaction_makes_the_store_unavailable_for_its_time),
        TEST(a_disk_that_fills_in_the_middle_of_a_large_commit_keeps_nothing),
        TEST(what_is_written_after_a_failure_is_not_kept_either),
        cmocka_unit_test(whichever_call_fails_once_answers_are_kept),
        cmocka_unit_test(whichever_call_is_the_last_to_succeed_answers_are_kept),
        cmocka_unit_test(wherever_the_disk_is_full_once_answers_are_kept),
        cmocka_unit_test(wherever_the_disk_becomes_full_answers_are_kept),
        cmocka_unit_test(a_first_start_that_fails_at_any_call_can_be_repeated),
    };
    return cmocka_run_group_tests(tests, register_faults, NULL);
}
