/*
 * A backend for the committer's tests: it keeps numbers in memory, counts what it is asked to do,
 * and fails when it is told to. It can be held at the beginning of a transaction, so that a test
 * decides what gathers in the queue.
 */
#pragma once

#include <semaphore.h>
#include <stdbool.h>

#include "store/backend.h"

enum { FAKE_NUMBERS_MAX = 40000 };

struct fake_backend {
    struct store_db db;
    struct store_tx tx;

    bool held; /* begin posts `begun`, then waits for `go` */
    sem_t begun;
    sem_t go;

    /* what begin and commit answer; ERR_NONE from the start */
    enum err begin_answer;
    enum err commit_answer;
    bool flush_fails;

    /* set on the committer's thread; read after committer_stop, or while it waits */
    unsigned begins, commits, rollbacks, betweens;
    int numbers[FAKE_NUMBERS_MAX]; /* those kept, then those of the open transaction */
    size_t kept;
    size_t written;
};

void fake_backend_init(struct fake_backend *fake);
void fake_backend_release(struct fake_backend *fake);

/* Lets the transaction that is held begin, and all later ones. */
void fake_backend_let_go(struct fake_backend *fake);

/* What an operation's apply may do with the transaction. */
void fake_tx_write(struct store_tx *tx, int number);
size_t fake_tx_written(struct store_tx *tx);
