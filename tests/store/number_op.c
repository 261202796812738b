#include "number_op.h"

#include <stdlib.h>

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct number_op *number = (struct number_op *)op;
    number->applied++;
    if (number->fails_after_others && fake_tx_written(tx) > 0)
        return ERR_STORE_FAILED;
    if (!number->answer)
        fake_tx_write(tx, number->number);
    return number->answer;
}

static void done(struct store_op *op)
{
    struct number_op *number = (struct number_op *)op;
    number->commits_seen = number->fixture->backend.commits;
    sem_post(&number->done);
}

void op_init(struct fixture *fixture, struct number_op *op, int number)
{
    *op = (struct number_op){
        .op = {.apply = apply, .done = done},
        .fixture = fixture,
        .number = number,
    };
    sem_init(&op->done, 0, 0);
}

void ops_init(struct fixture *fixture, struct number_op *ops, size_t count)
{
    for (size_t i = 0; i < count; i++)
        op_init(fixture, &ops[i], (int)i);
}

void submit(struct fixture *fixture, struct number_op *ops, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(committer_submit(fixture->committer, &ops[i].op), ERR_NONE);
}

enum err wait_for(struct number_op *op)
{
    while (sem_wait(&op->done) != 0)
        continue;
    return op->op.result;
}

void assert_results(struct number_op *ops, size_t count, enum err expected)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(wait_for(&ops[i]), expected);
}

enum err run_one(struct fixture *fixture, struct number_op *op, enum err answer)
{
    op_init(fixture, op, 1);
    op->answer = answer;
    submit(fixture, op, 1);
    return wait_for(op);
}

void hold(struct fixture *fixture, struct number_op *first)
{
    __atomic_store_n(&fixture->backend.held, true, __ATOMIC_RELEASE);
    op_init(fixture, first, -1);
    submit(fixture, first, 1);
    while (sem_wait(&fixture->backend.begun) != 0)
        continue;
}

int set_up(void **state)
{
    struct fixture *fixture = malloc(sizeof *fixture);
    fake_backend_init(&fixture->backend);
    *state = fixture;
    return committer_start(&fixture->backend.db, QUEUE_MAX, &fixture->committer);
}

int tear_down(void **state)
{
    struct fixture *fixture = *state;
    committer_stop(fixture->committer);
    fake_backend_release(&fixture->backend);
    free(fixture);
    return 0;
}
