/*
 * How many connections each client address has, for a limit on them. Any thread.
 */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <sys/socket.h>

struct address;

struct address_counts {
    pthread_mutex_t mutex;
    void *root;   /* tsearch's tree of struct address */
    unsigned max; /* connections of one address; 0: no limit, and nothing is counted */
};

void address_counts_init(struct address_counts *counts, unsigned max);

/* No address may be entered any more. */
void address_counts_release(struct address_counts *counts);

/*
 * Counts one more for the client at the other end of the socket; false when it has its most. *entry
 * is what address_leave gives back, NULL when nothing is counted.
 */
bool address_enter(struct address_counts *counts, int fd, struct address **entry);
void address_leave(struct address_counts *counts, struct address *entry);
