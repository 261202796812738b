/*
 * The committer: what fails, who is told, and when it is over.
 */
#include "number_op.h"

static void an_expected_failure_spoils_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    ops[1].answer = ERR_CONTACT_DUPLICATE;
    submit(fixture, ops, 3);
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&ops[0]), ERR_NONE);
    assert_int_equal(wait_for(&ops[1]), ERR_CONTACT_DUPLICATE);
    assert_int_equal(wait_for(&ops[2]), ERR_NONE);
    assert_int_equal(ops[0].applied, 1);
    assert_int_equal(fixture->backend.kept, 3);
    assert_int_equal(fixture->backend.commits, 2);
}

static void an_unexpected_failure_fails_alone_after_a_replay(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    ops[1].answer = ERR_STORE_FAILED;
    submit(fixture, ops, 3);
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&ops[0]), ERR_NONE);
    assert_int_equal(wait_for(&ops[1]), ERR_STORE_FAILED);
    assert_int_equal(wait_for(&ops[2]), ERR_NONE);
    committer_quiesce(fixture->committer);
    assert_int_equal(ops[0].applied, 2);
    assert_int_equal(ops[2].applied, 1);
    assert_int_equal(fixture->backend.kept, 3);
    assert_int_equal(fixture->backend.commits, 3);
    assert_int_equal(committer_health(fixture->committer), ERR_NONE);
}

static void an_operation_that_only_fails_in_company_succeeds_in_the_replay(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    ops[2].fails_after_others = true;
    submit(fixture, ops, 3);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, 3, ERR_NONE);
    assert_int_equal(fixture->backend.kept, 4);
}

static void a_commit_that_cannot_be_made_fails_its_whole_batch(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    ops[1].answer = ERR_CONTACT_DUPLICATE;
    submit(fixture, ops, 3);
    fixture->backend.commit_answer = ERR_STORE_UNAVAILABLE;
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&first), ERR_STORE_UNAVAILABLE);
    assert_results(ops, 3, ERR_STORE_UNAVAILABLE);
    assert_int_equal(fixture->backend.kept, 0);
    assert_int_equal(committer_health(fixture->committer), ERR_STORE_UNAVAILABLE);
}

static void a_transaction_that_cannot_begin_fails_its_batch(void **state)
{
    struct fixture *fixture = *state;
    struct number_op op;
    fixture->backend.begin_answer = ERR_STORE_UNAVAILABLE;
    assert_int_equal(run_one(fixture, &op, ERR_NONE), ERR_STORE_UNAVAILABLE);
    assert_int_equal(op.applied, 0);
    assert_int_equal(committer_health(fixture->committer), ERR_STORE_UNAVAILABLE);
}

static void want_of_room_inside_a_transaction_is_not_replayed(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    ops[1].answer = ERR_STORE_UNAVAILABLE;
    submit(fixture, ops, 3);
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, 3, ERR_STORE_UNAVAILABLE);
    assert_int_equal(ops[0].applied, 1);
    assert_int_equal(ops[2].applied, 0);
}

static void a_replay_ends_when_the_store_becomes_unavailable(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[4];
    hold(fixture, &first);
    ops_init(fixture, ops, 4);
    ops[0].answer = ERR_STORE_FAILED;
    submit(fixture, ops, 4);
    fixture->backend.commit_answer = ERR_STORE_UNAVAILABLE;
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&ops[0]), ERR_STORE_FAILED);
    assert_results(ops + 1, 3, ERR_STORE_UNAVAILABLE);
    assert_int_equal(ops[1].applied, 1);
    assert_int_equal(ops[2].applied, 0);
}

static void health_returns_with_the_next_commit(void **state)
{
    struct fixture *fixture = *state;
    struct number_op op;
    fixture->backend.commit_answer = ERR_STORE_UNAVAILABLE;
    assert_int_equal(run_one(fixture, &op, ERR_NONE), ERR_STORE_UNAVAILABLE);
    fixture->backend.commit_answer = ERR_NONE;
    assert_int_equal(run_one(fixture, &op, ERR_NONE), ERR_NONE);
    assert_int_equal(committer_health(fixture->committer), ERR_NONE);
}

static void health_does_not_return_with_a_transaction_that_wrote_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct number_op op;
    fixture->backend.commit_answer = ERR_STORE_UNAVAILABLE;
    assert_int_equal(run_one(fixture, &op, ERR_NONE), ERR_STORE_UNAVAILABLE);
    assert_int_equal(run_one(fixture, &op, ERR_CONTACT_UNKNOWN), ERR_CONTACT_UNKNOWN);
    assert_int_equal(committer_health(fixture->committer), ERR_STORE_UNAVAILABLE);
}

static void after_a_failed_flush_nothing_is_acknowledged_any_more(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[2], late;
    hold(fixture, &first);
    ops_init(fixture, ops, 2);
    submit(fixture, ops, 2);
    fixture->backend.commit_answer = ERR_STORE_FAILED;
    fixture->backend.flush_fails = true;
    fake_backend_let_go(&fixture->backend);
    assert_int_equal(wait_for(&first), ERR_STORE_FAILED);
    assert_results(ops, 2, ERR_STORE_UNAVAILABLE);
    assert_int_equal(ops[0].applied, 0);
    fixture->backend.commit_answer = ERR_NONE;
    op_init(fixture, &late, 0);
    assert_int_equal(committer_submit(fixture->committer, &late.op), ERR_STORE_UNAVAILABLE);
    assert_int_equal(committer_health(fixture->committer), ERR_STORE_UNAVAILABLE);
}

static void a_flush_that_fails_for_a_batch_is_not_replayed(void **state)
{
    struct fixture *fixture = *state;
    struct number_op first, ops[3];
    hold(fixture, &first);
    ops_init(fixture, ops, 3);
    first.answer = ERR_CONTACT_UNKNOWN; /* so that the first transaction has nothing to flush */
    submit(fixture, ops, 3);
    fixture->backend.commit_answer = ERR_STORE_FAILED;
    fixture->backend.flush_fails = true;
    fake_backend_let_go(&fixture->backend);
    assert_results(ops, 3, ERR_STORE_FAILED);
    assert_int_equal(ops[0].applied, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_expected_failure_spoils_nothing),
        TEST(an_unexpected_failure_fails_alone_after_a_replay),
        TEST(an_operation_that_only_fails_in_company_succeeds_in_the_replay),
        TEST(a_commit_that_cannot_be_made_fails_its_whole_batch),
        TEST(a_transaction_that_cannot_begin_fails_its_batch),
        TEST(want_of_room_inside_a_transaction_is_not_replayed),
        TEST(a_replay_ends_when_the_store_becomes_unavailable),
        TEST(health_returns_with_the_next_commit),
        TEST(health_does_not_return_with_a_transaction_that_wrote_nothing),
        TEST(after_a_failed_flush_nothing_is_acknowledged_any_more),
        TEST(a_flush_that_fails_for_a_batch_is_not_replayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
