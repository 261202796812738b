#include "store/postgres/connection.h"

#include <assert.h>
#include <poll.h>

#include "base/clock.h"
#include "store/postgres/database.h"
#include "store/postgres/failure.h"
#include "store/postgres/statement.h"

/*
 * A server that has not said a word for so long, or that was stopped, is taken for lost: no
 * statement of ours works longer, a search is ended after 5 s and a lock waited for as long.
 */
enum { ANSWER_MAX_MS = 15 * 1000 };

void pg_init(struct pg_view *view, struct pg_db *db, struct pg_tx *tx)
{
    *view = (struct pg_view){.base.backend = &store_postgres, .db = db, .tx = tx};
    for (int i = 0; i < SQL_SHARED_COUNT; i++) {
        struct pg_sql *sql = &view->statements[i];
        sql->base.calls = &pg_sql_calls;
        sql->view = view;
        arena_init(&sql->arena);
        sql->statement = (enum pg_statement)i;
    }
}

/* ---- open and close ---------------------------------------------------------------------------
 */

void pg_close(struct pg_view *view)
{
    PQfinish(view->connection);
    view->connection = NULL;
    view->expected_count = 0;
}

/* libpq would print it. */
static void ignore_notice(void *context, const char *message)
{
    (void)context;
    (void)message;
}

/*
 * What the URL does not say otherwise: a peer that is gone without a word is noticed within some
 * ten seconds, and of several hosts the one that can write is taken.
 */
PGconn *pg_connect(const char *url)
{
    static const char *const names[] = {"connect_timeout",
                                        "keepalives_idle",
                                        "keepalives_interval",
                                        "keepalives_count",
                                        "tcp_user_timeout",
                                        "target_session_attrs",
                                        "fallback_application_name",
                                        "client_encoding",
                                        "dbname",
                                        NULL};
    const char *values[] = {"5",          "5",        "2",    "3", "10000",
                            "read-write", "contactd", "UTF8", url, NULL};
    PGconn *connection = PQconnectdbParams(names, values, 1);
    PQsetNoticeProcessor(connection, ignore_notice, NULL);
    return connection;
}

static bool enter_pipeline(PGconn *connection)
{
    return PQstatus(connection) == CONNECTION_OK && PQsetnonblocking(connection, 1) == 0 &&
           PQenterPipelineMode(connection);
}

enum err pg_open(struct pg_view *view, struct err_text *explanation)
{
    pg_close(view);
    for (int i = 0; i < SQL_COUNT; i++)
        view->is_prepared[i][false] = view->is_prepared[i][true] = false;
    view->connection = pg_connect(view->db->url);
    if (enter_pipeline(view->connection))
        return ERR_NONE;
    enum err err = pg_failure_explain(view->connection, explanation);
    pg_close(view);
    return err;
}

enum err pg_ready(struct pg_view *view)
{
    if (view->connection)
        return ERR_NONE;
    if (!outage_may_try(&view->db->outage))
        return ERR_STORE_UNAVAILABLE;
    struct err_text why;
    enum err err = view->db->current ? ERR_NONE : pg_bring_up_to_date(view->db, &why);
    if (!err)
        err = pg_open(view, &why);
    outage_tell(&view->db->outage, !err);
    return err ? ERR_STORE_UNAVAILABLE : ERR_NONE;
}

/* ---- sending ----------------------------------------------------------------------------------
 */

static void expect(struct pg_view *view, struct expected expected)
{
    assert(view->expected_count < PIPELINE_MAX);
    view->expected[view->expected_count++] = expected;
}

static void prepare(struct pg_view *view, enum pg_statement statement, bool locks,
                    const struct parameters *parameters)
{
    if (view->is_prepared[statement][locks])
        return;
    if (!PQsendPrepare(view->connection, pg_statement_name(statement, locks),
                       pg_statement_text(statement, locks), parameters->count, parameters->types))
        return; /* a later call says so as well */
    expect(view, (struct expected){.statement = statement, .locks = locks, .prepares = true});
    view->is_prepared[statement][locks] = true;
}

/* Each text and number in binary, and so is what comes back. */
static const int *formats(void)
{
    static const int binary[PARAMETERS_MAX] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                               1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    return binary;
}

static void send_one(struct pg_view *view, enum pg_statement statement, bool locks,
                     const struct parameters *p)
{
    if (view->db->pooled) {
        (void)PQsendQueryParams(view->connection, pg_statement_text(statement, locks), p->count,
                                p->types, p->values, p->lengths, formats(), 1);
        return;
    }
    prepare(view, statement, locks, p);
    (void)PQsendQueryPrepared(view->connection, pg_statement_name(statement, locks), p->count,
                              p->values, p->lengths, formats(), 1);
}

void pg_send(struct pg_view *view, enum pg_statement statement, const struct parameters *parameters,
             PGresult **into)
{
    static const struct parameters none;
    if (into)
        *into = NULL;
    if (!view->connection)
        return;
    bool locks = view->tx && pg_statement_can_lock(statement);
    send_one(view, statement, locks, parameters ? parameters : &none);
    expect(view, (struct expected){.statement = statement, .locks = locks, .into = into});
}

void pg_send_text(struct pg_view *view, enum pg_statement label, const char *text,
                  const struct loose_parameters *p, PGresult **into)
{
    *into = NULL;
    if (!view->connection)
        return;
    (void)PQsendQueryParams(view->connection, text, p->count, p->types, p->values, p->lengths,
                            p->formats, 1);
    expect(view, (struct expected){.statement = label, .into = into});
}

/* ---- answers ----------------------------------------------------------------------------------
 */

/* True when PQgetResult will not wait. */
static bool await(PGconn *connection, int64_t end_ns)
{
    for (;;) {
        int unsent = PQflush(connection);
        if (unsent < 0)
            return false;
        if (unsent == 0 && !PQisBusy(connection))
            return true;
        struct pollfd socket = {PQsocket(connection), POLLIN, 0};
        if (unsent)
            socket.events |= POLLOUT;
        int64_t left_ms = (end_ns - clock_mono_ns()) / 1000000;
        if (left_ms <= 0 || poll(&socket, 1, (int)left_ms) <= 0)
            return false; /* a signal is nobody's here: all are blocked but in the main thread */
        if (!PQconsumeInput(connection))
            return false;
    }
}

static PGresult *next_result(struct pg_view *view, int64_t end_ns)
{
    return await(view->connection, end_ns) ? PQgetResult(view->connection) : NULL;
}

static enum err judge(struct pg_view *view, const struct expected *expected, const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return ERR_NONE;
    if (expected->prepares)
        view->is_prepared[expected->statement][expected->locks] = false;
    if (status == PGRES_PIPELINE_ABORTED) /* by one before it, which said why */
        return ERR_STORE_UNAVAILABLE;
    view->db->pooled |= pg_failure_is_unprepared(result);
    view->broken |= pg_failure_ends_connection(result);
    return pg_failure_is_unprepared(result) ? ERR_STORE_RACE
                                            : pg_failure(result, expected->statement);
}

/* The answer to one of those that were sent. False: there is none, the connection is lost. */
static bool take_answer(struct pg_view *view, const struct expected *expected, int64_t end_ns,
                        enum err *err)
{
    PGresult *result = next_result(view, end_ns);
    if (!result)
        return false;
    enum err found = judge(view, expected, result);
    *err = *err ? *err : found;
    if (expected->into)
        *expected->into = result;
    else
        PQclear(result);
    PGresult *end = next_result(view, end_ns);
    bool ended = !end && PQstatus(view->connection) == CONNECTION_OK;
    PQclear(end);
    return ended;
}

static bool take_sync(struct pg_view *view, int64_t end_ns)
{
    PGresult *result = next_result(view, end_ns);
    bool synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    return synced;
}

static enum err take_all(struct pg_view *view)
{
    int64_t end_ns = clock_mono_ns() + ANSWER_MAX_MS * INT64_C(1000000);
    enum err err = ERR_NONE;
    bool whole = PQpipelineSync(view->connection);
    for (size_t i = 0; whole && i < view->expected_count; i++)
        whole = take_answer(view, &view->expected[i], end_ns, &err);
    if (!whole || !take_sync(view, end_ns))
        view->broken = true;
    return err || !view->broken ? err : ERR_STORE_UNAVAILABLE;
}

static void hand_out_none(struct pg_view *view)
{
    for (size_t i = 0; i < view->expected_count; i++) {
        PGresult **into = view->expected[i].into;
        if (!into)
            continue;
        PQclear(*into);
        *into = NULL;
    }
}

bool pg_take_notices(PGconn *connection)
{
    PGnotify *notice;
    bool any = false;
    while ((notice = PQnotifies(connection))) {
        PQfreemem(notice);
        any = true;
    }
    return any;
}

enum err pg_sync(struct pg_view *view)
{
    if (!view->connection)
        return ERR_STORE_UNAVAILABLE;
    view->broken = false;
    enum err err = take_all(view);
    if (err)
        hand_out_none(view);
    view->expected_count = 0;
    if (view->broken)
        pg_close(view);
    else /* a pooler hands on what the listener had asked for by this connection */
        (void)pg_take_notices(view->connection);
    return err;
}
