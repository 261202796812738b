/*
 * Takes new connections and deals them out to the workers, within the limits on their number.
 *
 * Works on the first worker's thread.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "http/address.h"

struct http_server;
struct worker;

struct acceptor {
    struct http_server *server;
    int listen_fd;
    atomic_bool waits;      /* for room: nothing is accepted meanwhile */
    int64_t waits_until_ns; /* by the worker's clock, at the least */
    atomic_uint connections;
    struct address_counts addresses;
};

void acceptor_init(struct acceptor *acceptor, struct http_server *server);

/* Begins to watch the socket; false with errno. */
bool acceptor_start(struct acceptor *acceptor);
void acceptor_release(struct acceptor *acceptor);

/* Somebody knocks. */
void acceptor_take(struct acceptor *acceptor);

/* After each round of a worker: goes on, where it waited and there is room again. */
void acceptor_look_for_room(struct acceptor *acceptor, const struct worker *worker);

/* Any worker's thread, for a connection that ends. */
void acceptor_leave(struct acceptor *acceptor, struct address *address);
