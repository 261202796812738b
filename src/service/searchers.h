/*
 * Threads that search: a search may take half a second, and an HTTP thread has other requests.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct searchers;

/* Searches that may wait: what is found in a moment may come in a crowd. */
enum { SEARCH_QUEUE_MAX = 128 };

/*
 * Who has waited for a thread as long as two searches may take, each to its end, asks again rather
 * than behind a hundred others that wait for the same thing: a search file that cannot be made.
 */
enum { SEARCH_WAIT_MAX_MS = 10000 };

/* Embedded by whoever asks; alive until `done` ran. Both run on a thread of the searchers. */
struct search_job {
    void (*run)(struct search_job *job);
    void (*done)(struct search_job *job);
    bool late; /* for `done`: it has waited SEARCH_WAIT_MAX_MS, and `run` did not run */
    int64_t submitted_ns;
    struct search_job *next; /* the queue's */
};

/* ERR_STORE_FAILED when a thread cannot be had; then none is left running. */
MUST_CHECK enum err searchers_start(unsigned threads, struct searchers **searchers);

/* Runs what waits, then joins the threads and frees. Nobody may submit any more. NULL is fine. */
void searchers_stop(struct searchers *searchers);

/* ERR_OVERLOADED when SEARCH_QUEUE_MAX wait already; then nothing of the job will run. */
MUST_CHECK enum err searchers_submit(struct searchers *searchers, struct search_job *job);
