#include "http/worker.h"

#include <assert.h>
#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "http/acceptor.h"
#include "http/connection.h"
#include "http/server.h"

/* Events taken at once: what 64 busy connections give, and still a short turn. */
enum { EVENTS_MAX = 64 };

enum { CONNECTION_EVENTS = EPOLLIN | EPOLLOUT | EPOLLRDHUP };

/* How often it looks for what takes too long; the limits are whole seconds. */
enum { CHECK_MS = 1000 };

/* Threads that one owes to wake: as many as --http-threads allows; of more, the first earlier. */
enum { OWED_MAX = 64 };

/* A head of ours: a dozen fields, one of which (X-Contactd-Warning) may be long. */
enum { ANSWER_HEAD_MAX = 1 << 20 };

/* ---- up and down ------------------------------------------------------------------------------
 */

static bool watch(int epoll_fd, int fd, uint32_t events, void *who)
{
    struct epoll_event event = {.events = events | EPOLLET, .data.ptr = who};
    return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* Edge-triggered, so that nobody has to read what was written to wake it. */
bool worker_init(struct worker *worker, struct http_server *server)
{
    worker->server = server;
    worker->answering_end = &worker->answering;
    buf_init(&worker->head, ANSWER_HEAD_MAX);
    worker->now_ns = worker->checked_ns = clock_mono_ns();
    worker->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    worker->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return worker->epoll_fd >= 0 && worker->wake_fd >= 0 &&
           watch(worker->epoll_fd, worker->wake_fd, EPOLLIN, worker);
}

void worker_join(struct worker *worker)
{
    worker_wake(worker);
    pthread_join(worker->thread, NULL);
}

static void take_inbox(struct worker *worker);

void worker_release(struct worker *worker)
{
    take_inbox(worker);
    while (worker->connections)
        http_connection_close(worker->connections);
    buf_release(&worker->head);
    if (worker->epoll_fd >= 0)
        close(worker->epoll_fd);
    if (worker->wake_fd >= 0)
        close(worker->wake_fd);
}

/* ---- handed over ------------------------------------------------------------------------------
 */

void worker_wake(struct worker *worker)
{
    const uint64_t one = 1;
    ssize_t written = write(worker->wake_fd, &one, sizeof one);
    (void)written; /* the counter is never full */
}

/* While it is at work, nobody has to: it looks into its inbox before it sleeps. */
static void wake_sleeping(struct worker *worker)
{
    if (atomic_exchange(&worker->sleeps, false))
        worker_wake(worker);
}

void worker_hand(struct worker *worker, struct http_connection *connection)
{
    inbox_put(&worker->inbox, &connection->arrival);
    wake_sleeping(worker);
}

/*
 * A batch of writes resumes many connections. Woken by the first of them, the worker would have
 * answered it and be asleep again before the next one is handed to it.
 */
static _Thread_local struct worker *owed[OWED_MAX];
static _Thread_local size_t owed_count;

static bool is_owed(const struct worker *worker)
{
    for (size_t i = 0; i < owed_count; i++)
        if (owed[i] == worker)
            return true;
    return false;
}

void worker_hand_quietly(struct worker *worker, struct http_connection *connection)
{
    inbox_put(&worker->inbox, &connection->arrival);
    if (is_owed(worker))
        return;
    if (owed_count == OWED_MAX)
        worker_wake_owed();
    owed[owed_count++] = worker;
}

void worker_wake_owed(void)
{
    for (size_t i = 0; i < owed_count; i++)
        wake_sleeping(owed[i]);
    owed_count = 0;
}

static void adopt(struct worker *worker, struct http_connection *connection)
{
    connection->active_ns = worker->now_ns;
    connection->next = worker->connections;
    if (worker->connections)
        worker->connections->previous = connection;
    worker->connections = connection;
    if (!watch(worker->epoll_fd, connection->transport.fd, CONNECTION_EVENTS, connection))
        http_connection_close(connection); /* the machine has no memory to watch it */
}

void worker_lose(struct worker *worker, struct http_connection *connection)
{
    if (connection->previous)
        connection->previous->next = connection->next;
    else
        worker->connections = connection->next;
    if (connection->next)
        connection->next->previous = connection->previous;
    atomic_fetch_sub(&worker->connection_count, 1);
}

static void take_inbox(struct worker *worker)
{
    struct inbox_item *item = inbox_take(&worker->inbox);
    while (item) {
        static_assert(offsetof(struct http_connection, arrival) == 0, "an item is its connection");
        struct http_connection *connection = (struct http_connection *)(void *)item;
        item = item->next;
        if (connection->request)
            http_connection_take_resumed(connection);
        else
            adopt(worker, connection);
    }
}

/* ---- at work ----------------------------------------------------------------------------------
 */

void worker_call_again(struct worker *worker, struct http_connection *connection)
{
    struct epoll_event event = {.events = CONNECTION_EVENTS | EPOLLET, .data.ptr = connection};
    epoll_ctl(worker->epoll_fd, EPOLL_CTL_MOD, connection->transport.fd, &event);
}

/* Who puts something in after the look into the inbox finds it asleep, and wakes it. */
static int wait_for_events(struct worker *worker, struct epoll_event *events)
{
    atomic_store(&worker->sleeps, true);
    bool may_sleep = inbox_is_empty(&worker->inbox);
    int count = epoll_wait(worker->epoll_fd, events, EVENTS_MAX, may_sleep ? CHECK_MS : 0);
    atomic_store(&worker->sleeps, false);
    worker->now_ns = clock_mono_ns();
    return count;
}

static void take_event(struct worker *worker, const struct epoll_event *event)
{
    if (event->data.ptr == &worker->server->acceptor)
        acceptor_take(&worker->server->acceptor);
    else if (event->data.ptr != worker)
        http_connection_take_events(event->data.ptr, event->events);
}

static void check_times(struct worker *worker)
{
    if (worker->now_ns - worker->checked_ns < CHECK_MS * (int64_t)HTTP_NS_PER_MS)
        return;
    worker->checked_ns = worker->now_ns;
    for (struct http_connection *each = worker->connections, *next; each; each = next) {
        next = each->next;
        http_connection_check_time(each, worker->now_ns);
    }
}

bool worker_puts_off(struct worker *worker, struct http_connection *connection)
{
    if (!worker->puts_off || connection->put_off)
        return worker->puts_off;
    connection->put_off = true;
    connection->next_answering = NULL;
    *worker->answering_end = connection;
    worker->answering_end = &connection->next_answering;
    return true;
}

/* None of them is closed before its turn: nothing is done with a connection that has to answer. */
static void send_answers(struct worker *worker)
{
    struct http_connection *each = worker->answering;
    worker->puts_off = false;
    worker->answering = NULL;
    worker->answering_end = &worker->answering;
    while (each) {
        struct http_connection *next = each->next_answering;
        each->put_off = false;
        http_connection_drive(each);
        each = next;
    }
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct epoll_event events[EVENTS_MAX];
    while (!atomic_load(&worker->server->stopping)) {
        int count = wait_for_events(worker, events);
        worker->puts_off = true;
        for (int i = 0; i < count; i++)
            take_event(worker, &events[i]);
        take_inbox(worker);
        send_answers(worker);
        check_times(worker);
        acceptor_look_for_room(&worker->server->acceptor, worker);
    }
    return NULL;
}

bool worker_start(struct worker *worker)
{
    errno = pthread_create(&worker->thread, NULL, work, worker);
    if (errno != 0)
        return false;
    pthread_setname_np(worker->thread, "http");
    return true;
}
