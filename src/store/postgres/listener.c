/*
 * The happy path: connect, LISTEN, and count once, as nobody knows what was missed before; then
 * wait until the server says something, and count again for what it notifies of.
 *
 * Failure modes: a connection that is lost is opened again after a second. Without one nothing is
 * heard, and nothing ever through a pooler that lends a connection for one transaction: whoever
 * relies on a token looks again by the clock (service/token_cache.h).
 */
#include "store/postgres/listener.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/memory.h"
#include "store/postgres/statement.h"

enum { AGAIN_MS = 1000 };

struct pg_listener {
    struct pg_db *db;
    PGconn *connection; /* NULL: there is none */
    pthread_t thread;
    int end; /* an eventfd: readable at the end */
};

static void count(struct pg_listener *listener)
{
    atomic_fetch_add(&listener->db->base.tokens_revoked, 1);
}

static void hang_up(struct pg_listener *listener)
{
    PQfinish(listener->connection);
    listener->connection = NULL;
}

/* What the server answers is heard later, as everything it says. */
static void call(struct pg_listener *listener)
{
    if (outage_lasts(&listener->db->outage))
        return;
    listener->connection = pg_connect(listener->db->url);
    if (!PQsendQuery(listener->connection, pg_statement_text(SQL_TOKENS_LISTEN, false)))
        hang_up(listener);
}

/* The answer to LISTEN; false when it was refused. */
static bool hear_answers(struct pg_listener *listener)
{
    PGresult *result;
    bool listens = true;
    while (!PQisBusy(listener->connection) && (result = PQgetResult(listener->connection))) {
        listens = listens && PQresultStatus(result) == PGRES_COMMAND_OK;
        PQclear(result);
        count(listener);
    }
    return listens;
}

static void hear(struct pg_listener *listener)
{
    if (!PQconsumeInput(listener->connection) || !hear_answers(listener)) {
        hang_up(listener);
        return;
    }
    if (pg_take_notices(listener->connection))
        count(listener);
}

/* Until there is something to hear, or it is time to call again; false at the end. */
static bool wait(struct pg_listener *listener)
{
    int heard = listener->connection ? PQsocket(listener->connection) : -1;
    struct pollfd fds[] = {{listener->end, POLLIN, 0}, {heard, POLLIN, 0}};
    (void)poll(fds, 2, listener->connection ? -1 : AGAIN_MS);
    return fds[0].revents == 0;
}

static void *run(void *context)
{
    struct pg_listener *listener = context;
    do {
        if (listener->connection)
            hear(listener);
        else
            call(listener);
    } while (wait(listener));
    return NULL;
}

void pg_listener_notify(struct store_tx *tx)
{
    pg_send(&pg_tx(tx)->view, SQL_TOKENS_NOTIFY, NULL, NULL);
}

static void destroy(struct pg_listener *listener)
{
    hang_up(listener);
    if (listener->end >= 0)
        close(listener->end);
    free(listener);
}

enum err pg_listener_begin(struct pg_db *db, struct pg_listener **listener)
{
    struct pg_listener *made = memory_alloc_zeroed(sizeof *made);
    made->db = db;
    made->end = eventfd(0, EFD_CLOEXEC);
    if (made->end < 0 || pthread_create(&made->thread, NULL, run, made) != 0) {
        destroy(made);
        return ERR_STORE_FAILED;
    }
    pthread_setname_np(made->thread, "listener");
    *listener = made;
    return ERR_NONE;
}

void pg_listener_end(struct pg_listener *listener)
{
    if (!listener)
        return;
    (void)eventfd_write(listener->end, 1);
    pthread_join(listener->thread, NULL);
    destroy(listener);
}
