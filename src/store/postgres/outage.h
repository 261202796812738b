/*
 * While the server cannot be reached: who may try again, and when. Any thread.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The first wait is over before a client that was told to come back in a second does; the longest
 * keeps a server that was away for hours from being found late.
 */
enum { OUTAGE_WAIT_FIRST_MS = 100, OUTAGE_WAIT_MAX_MS = 1000 };

struct outage {
    pthread_mutex_t mutex;
    int64_t wait_ms;       /* 0: there is none */
    int64_t not_before_ns; /* when the next may try */
    bool trying;
};

void outage_init(struct outage *outage);
void outage_destroy(struct outage *outage);

bool outage_lasts(struct outage *outage);

/* True when the caller may try to connect now; it has to tell how that ended. */
bool outage_may_try(struct outage *outage);
void outage_tell(struct outage *outage, bool connected);
