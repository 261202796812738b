/*
 * Threads that search: a search may take half a second, and an HTTP thread has other requests.
 */
#pragma once

#include "base/err.h"

struct searchers;

/* Embedded by whoever asks; alive until `done` ran. Both run on a thread of the searchers. */
struct search_job {
    void (*run)(struct search_job *job);
    void (*done)(struct search_job *job);
    struct search_job *next; /* the queue's */
};

/* Searches that may wait: at half a second each the last one would wait for half a minute. */
enum { SEARCH_QUEUE_MAX = 128 };

/* ERR_STORE_FAILED when a thread cannot be had; then none is left running. */
MUST_CHECK enum err searchers_start(unsigned threads, struct searchers **searchers);

/* Runs what waits, then joins the threads and frees. Nobody may submit any more. NULL is fine. */
void searchers_stop(struct searchers *searchers);

/* ERR_OVERLOADED when SEARCH_QUEUE_MAX wait already; then nothing of the job will run. */
MUST_CHECK enum err searchers_submit(struct searchers *searchers, struct search_job *job);
