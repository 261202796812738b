/*
 * The committer: what gathers shares a flush.
 */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>

#include "number_op.h"

static void a_lone_operation_does_not_wait_for_others(void **state)
{
    struct fixture *fixture = *state;
    struct number_op op;
    assert_int_equal(run_one(fixture, &op, ERR_NONE), ERR_NONE);
    assert_int_equal(op.commits_seen, 1);
    assert_int_equal(op.applied, 1);
}

static void operations_that_gathered_share_one_commit(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[10];
    hold(fixture, &first);
    ops_init(fixture, ops, 10);
    submit(fixture, ops, 10);
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&first), ERR_NONE);
    assert_results(ops, 10, ERR_NONE);
    committer_quiesce(fixture->committer);
    assert_int_equal(fixture->backend.commits, 2);
    assert_int_equal(fixture->backend.betweens, 2);
}

static void nobody_is_told_before_the_commit(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    submit(fixture, ops, 3);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, 3, ERR_NONE);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(ops[i].commits_seen, 2);
}

/* What the committer's thread saw at each end of a batch; read when it has stopped. */
static struct number_op *batch;
static unsigned batch_ends, told_at_its_end;

static void note_batch_end(void)
{
    batch_ends++;
    for (size_t i = 0; i < 4; i++) {
        int told = 0;
        sem_getvalue(&batch[i].done, &told);
        told_at_its_end += (unsigned)told;
    }
}

static void who_was_told_of_a_batch_is_woken_once_after_the_last(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[4];
    batch = ops;
    batch_ends = told_at_its_end = 0;
    hold(fixture, &first);
    ops_init(fixture, ops, 4);
    ops[0].op.batch_done = ops[2].op.batch_done = note_batch_end;
    ops[2].answer = ERR_CONTACT_UNKNOWN;
    submit(fixture, ops, 4);
    fake_backend_let_go(&fixture->backend);
    committer_quiesce(fixture->committer);
    assert_int_equal(batch_ends, 1);
    assert_int_equal(told_at_its_end, 4);
}

static void operations_are_applied_in_the_order_of_the_queue(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[100];
    hold(fixture, &first);
    ops_init(fixture, ops, 100);
    submit(fixture, ops, 100);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, 100, ERR_NONE);
    for (int i = 0; i < 100; i++)
        assert_int_equal(fixture->backend.numbers[i + 1], i);
}

/* Submits so many while the committer is held; answers how many commits they took. */
static unsigned commits_for(struct fixture *fixture, size_t count)
{
    struct number_op first;
    struct number_op *ops = calloc(count, sizeof *ops);
    hold(fixture, &first);
    ops_init(fixture, ops, count);
    submit(fixture, ops, count);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, count, ERR_NONE);
    committer_quiesce(fixture->committer);
    free(ops);
    return fixture->backend.commits - 1;
}

static void a_batch_at_its_maximum_is_one_commit(void **state)
{
    assert_int_equal(commits_for(*state, COMMIT_BATCH_MAX), 1);
}

static void a_batch_past_its_maximum_is_two_commits(void **state)
{
    assert_int_equal(commits_for(*state, COMMIT_BATCH_MAX + 1), 2);
}

static void a_queue_at_its_maximum_takes_no_more(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, over;
    struct number_op *ops = calloc(QUEUE_MAX, sizeof *ops);
    hold(fixture, &first);
    ops_init(fixture, ops, QUEUE_MAX);
    submit(fixture, ops, QUEUE_MAX);
    op_init(fixture, &over, 0);
    assert_int_equal(committer_submit(fixture->committer, &over.op), ERR_OVERLOADED);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, QUEUE_MAX, ERR_NONE);
    submit(fixture, &over, 1);
    assert_int_equal(wait_for(&over), ERR_NONE);
    free(ops);
}

static void stopping_finishes_what_is_queued_and_refuses_the_rest(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[5], late;
    hold(fixture, &first);
    ops_init(fixture, ops, 5);
    submit(fixture, ops, 5);
    fake_backend_let_go(&fixture->backend);
    committer_quiesce(fixture->committer);
    assert_int_equal(fixture->backend.kept, 6);
    op_init(fixture, &late, 0);
    assert_int_equal(committer_submit(fixture->committer, &late.op), ERR_STORE_UNAVAILABLE);
}

/* ---- many threads -----------------------------------------------------------------------------
 */

enum { SUBMITTERS = 8, OPS_EACH = 4000 };

struct submitter {
    pthread_t thread;
    struct fixture *fixture;
    int from;
};

/* Freed by its own `done`: the committer must not look at it afterwards. */
static void done_frees(struct store_op *op)
{
    free(op);
}

static void *submit_many(void *context)
{
    struct submitter *submitter = context;
    for (int i = 0; i < OPS_EACH; i++) {
        struct number_op *op = malloc(sizeof *op);
        op_init(submitter->fixture, op, submitter->from + i);
        op->op.done = done_frees;
        while (committer_submit(submitter->fixture->committer, &op->op) == ERR_OVERLOADED)
            sched_yield();
    }
    return NULL;
}

static int compare_numbers(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static void what_many_threads_submit_is_kept_once_each(void **state)
{
    struct fixture *fixture = *state;
    struct submitter submitters[SUBMITTERS];
    for (int i = 0; i < SUBMITTERS; i++) {
        submitters[i] = (struct submitter){.fixture = fixture, .from = i * OPS_EACH};
        assert_int_equal(pthread_create(&submitters[i].thread, NULL, submit_many, &submitters[i]),
                         0);
    }
    for (int i = 0; i < SUBMITTERS; i++)
        pthread_join(submitters[i].thread, NULL);
    committer_quiesce(fixture->committer);
    struct fake_backend *backend = &fixture->backend;
    assert_int_equal(backend->kept, SUBMITTERS * OPS_EACH);
    qsort(backend->numbers, backend->kept, sizeof *backend->numbers, compare_numbers);
    for (int i = 0; i < SUBMITTERS * OPS_EACH; i++)
        assert_int_equal(backend->numbers[i], i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_lone_operation_does_not_wait_for_others),
        TEST(operations_that_gathered_share_one_commit),
        TEST(nobody_is_told_before_the_commit),
        TEST(who_was_told_of_a_batch_is_woken_once_after_the_last),
        TEST(operations_are_applied_in_the_order_of_the_queue),
        TEST(a_batch_at_its_maximum_is_one_commit),
        TEST(a_batch_past_its_maximum_is_two_commits),
        TEST(a_queue_at_its_maximum_takes_no_more),
        TEST(stopping_finishes_what_is_queued_and_refuses_the_rest),
        TEST(what_many_threads_submit_is_kept_once_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
