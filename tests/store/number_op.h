/*
 * A committer on the fake backend, and operations for it that write their number.
 *
 * Assertions are made on the test's thread only: cmocka knows no other.
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fake_backend.h"
#include "store/commit.h"

enum { QUEUE_MAX = 2000 };

struct fixture {
    struct fake_backend backend;
    struct committer *committer;
};

/* An operation that writes its number, or answers what it is told to. */
struct number_op {
    struct store_op op;
    struct fixture *fixture;
    int number;
    enum err answer;
    bool fails_after_others; /* unexpectedly, if the transaction holds another's write */
    unsigned applied;
    unsigned commits_seen; /* how many there had been when `done` ran */
    sem_t done;
};

void op_init(struct fixture *fixture, struct number_op *op, int number);

/* Numbered from 0. */
void ops_init(struct fixture *fixture, struct number_op *ops, size_t count);

void submit(struct fixture *fixture, struct number_op *ops, size_t count);

/* Waits for `done`; the operation's result. */
enum err wait_for(struct number_op *op);
void assert_results(struct number_op *ops, size_t count, enum err expected);

enum err run_one(struct fixture *fixture, struct number_op *op, enum err answer);

/* Holds the committer in a transaction of one operation; what is submitted next gathers. */
void hold(struct fixture *fixture, struct number_op *first);

int set_up(void **state);
int tear_down(void **state);

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
