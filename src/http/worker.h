/*
 * An HTTP thread: waits for its connections' sockets, for what other threads hand it, and for time.
 */
#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "http/inbox.h"

struct http_connection;
struct http_server;

/* The most that is read at once: a whole head, so that it is parsed in one go. */
enum { WORKER_ROOM = 32 << 10 };

struct worker {
    struct http_server *server;
    pthread_t thread;
    int epoll_fd;
    int wake_fd;
    struct inbox inbox; /* connections: new ones, and those whose request was resumed */
    atomic_bool sleeps; /* whoever puts something into the inbox has to wake it */
    struct http_connection *connections;
    struct http_connection *answering; /* those put off, until the end of the round */
    struct http_connection **answering_end;
    bool puts_off;
    atomic_uint connection_count; /* those on their way to it as well */
    int64_t now_ns;               /* by clock_mono_ns, since it woke */
    int64_t checked_ns;           /* when it last looked for what takes too long */
    struct buf head;              /* of the answer that is being made */
    char room[WORKER_ROOM];       /* what was read last */
};

/* Of a zeroed one. False, with errno; what it has made by then, worker_release gives back. */
MUST_CHECK bool worker_init(struct worker *worker, struct http_server *server);
MUST_CHECK bool worker_start(struct worker *worker);

/* After the server has said that it stops. */
void worker_join(struct worker *worker);

/* In the thread that has joined it: takes what was handed over last, and closes all. */
void worker_release(struct worker *worker);

/* Any thread: the connection is its own from now on, or again. */
void worker_hand(struct worker *worker, struct http_connection *connection);

/*
 * Any thread: the same without waking it, which the calling thread owes it from then on, and pays
 * with worker_wake_owed.
 */
void worker_hand_quietly(struct worker *worker, struct http_connection *connection);
void worker_wake_owed(void);

/* Any thread. */
void worker_wake(struct worker *worker);

/* Its own thread: the connection's turn is over; its events come again. */
void worker_call_again(struct worker *worker, struct http_connection *connection);

/*
 * Its own thread: true when the connection's answer has to wait for the end of the round, where
 * http_connection_drive is called. Sent one by one, amid the work on the others, each answer
 * would wake its client for itself, on the processor that the others need.
 */
bool worker_puts_off(struct worker *worker, struct http_connection *connection);

/* Its own thread, for a connection that ends. */
void worker_lose(struct worker *worker, struct http_connection *connection);
