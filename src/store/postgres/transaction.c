/*
 * The happy path is two round trips, however large the batch. begin: BEGIN, and the contacts that
 * the operations are about, read and locked, a location after the other in the order of their ids,
 * so that committers never wait in a circle. commit: the contacts that were changed, the marks for
 * search, the committer's number, COMMIT.
 *
 * Failure modes:
 *   - the server is away: nothing began, ERR_STORE_UNAVAILABLE.
 *   - a statement fails: PostgreSQL refuses all that follows, so the transaction is spoilt,
 *     whatever the operation makes of its error (commit.c applies it again, alone).
 *   - another transaction was in the way at the commit: ERR_STORE_RACE.
 *   - the connection breaks during COMMIT: the committer's number tells. Each batch raises it by
 *     one, and only from the number before, so that whoever looks can also shut the door behind
 *     him (find_out): a COMMIT that is still on its way somewhere fails then.
 */
#include <assert.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "store/postgres/database.h"
#include "store/postgres/failure.h"
#include "store/postgres/statement.h"
#include "store/postgres/tables.h"

/* ---- begin ------------------------------------------------------------------------------------
 */

/* Rows of committers that were not seen for a week are removed (statements.def). */
#define SHOW_EVERY_NS (INT64_C(24) * 60 * 60 * 1000000000)

static struct str committer_id(const struct pg_tx *tx)
{
    return (struct str){tx->committer_id, RAND_ID_LEN};
}

void pg_transaction_name(struct pg_tx *tx)
{
    rand_id(tx->committer_id);
    tx->batch = 0;
    tx->shown_ns = 0;
}

/* There has to be a row whose number can be raised. */
static enum err show(struct pg_tx *tx)
{
    int64_t now_ns = clock_mono_ns();
    if (tx->shown_ns != 0 && now_ns - tx->shown_ns < SHOW_EVERY_NS)
        return ERR_NONE;
    struct parameters parameters = {0};
    parameter_text(&parameters, 1, committer_id(tx));
    parameter_int(&parameters, 2, tx->batch);
    pg_send(&tx->view, SQL_COMMITTER_SHOW, &parameters, NULL);
    enum err err = pg_sync(&tx->view);
    if (!err)
        tx->shown_ns = now_ns;
    return err;
}

static enum err begin(struct pg_tx *tx, struct store_batch batch)
{
    enum err err = pg_ready(&tx->view);
    if (!err)
        err = show(tx);
    if (err)
        return err;
    pg_send(&tx->view, SQL_BEGIN, NULL, NULL);
    pg_send(&tx->view, SQL_LOCK_TIMEOUT, NULL, NULL);
    return pg_contacts_load(tx, batch);
}

/* A connection that broke since it was last used has changed nothing: it is opened again, once. */
enum err pg_transaction_begin(struct store_db *base, unsigned committer, struct store_batch batch,
                              struct store_tx **begun)
{
    struct pg_tx *tx = &((struct pg_db *)base)->txs[committer];
    bool connected = tx->view.connection != NULL;
    tx->wrote = false;
    enum err err = begin(tx, batch);
    if (err == ERR_STORE_UNAVAILABLE && connected && !tx->view.connection)
        err = begin(tx, batch);
    if (err)
        pg_transaction_rollback(&tx->base);
    tx->spoilt = ERR_NONE;
    *begun = &tx->base;
    return err;
}

bool pg_transaction_wrote(struct store_tx *tx)
{
    return pg_tx(tx)->wrote;
}

enum err pg_transaction_spoilt(struct store_tx *tx)
{
    return pg_tx(tx)->spoilt;
}

void pg_transaction_rollback(struct store_tx *base)
{
    struct pg_view *view = &pg_tx(base)->view;
    pg_send(view, SQL_ROLLBACK, NULL, NULL);
    if (pg_sync(view) != ERR_NONE)
        pg_close(view); /* which rolls back as well */
}

/* ---- commit -----------------------------------------------------------------------------------
 */

/* How long a server that went away in the middle of a commit may take to come back, or a standby to
 * take its place, before the batch's clients are told that nobody knows. */
enum { FIND_OUT_MS = 30 * 1000, FIND_OUT_AGAIN_MS = 50 };

static void numbers(struct parameters *parameters, const struct pg_tx *tx, int64_t number)
{
    parameter_text(parameters, 1, committer_id(tx));
    parameter_int(parameters, 2, tx->batch);
    parameter_int(parameters, 3, number);
}

static void send_raise(struct pg_tx *tx)
{
    struct parameters parameters = {0};
    numbers(&parameters, tx, tx->batch + 1);
    pg_send(&tx->view, SQL_COMMITTER_RAISE, &parameters, NULL);
}

static void send_marks(struct pg_tx *tx)
{
    struct search_mark_group group;
    size_t place = 0;
    while (search_marks_next_group(&tx->marks, &tx->arena, &place, &group)) {
        struct parameters parameters = {0};
        parameter_text(&parameters, 1, group.location_id);
        parameter_text(&parameters, 2, group.contacts);
        pg_send(&tx->view, SQL_SEARCH_MARK, &parameters, NULL);
    }
}

/* *number is the committer's own, or two more than it was when the door is shut now. */
static enum err look(struct pg_tx *tx, int64_t *number)
{
    PGresult *result = NULL;
    struct parameters shut = {0};
    struct parameters mine = {0};
    numbers(&shut, tx, tx->batch + 2);
    parameter_text(&mine, 1, committer_id(tx));
    enum err err = pg_ready(&tx->view);
    if (err)
        return err;
    pg_send(&tx->view, SQL_COMMITTER_SHUT, &shut, NULL);
    pg_send(&tx->view, SQL_COMMITTER_NUMBER, &mine, &result);
    err = pg_sync(&tx->view);
    if (!err && PQntuples(result) == 1)
        *number = result_int(result, 0, 0);
    else if (!err)
        err = ERR_STORE_FAILED; /* somebody has emptied the table */
    PQclear(result);
    return err;
}

/* ERR_NONE: it is kept. ERR_STORE_UNAVAILABLE: it is not, and never will be. */
static enum err find_out(struct pg_tx *tx)
{
    int64_t end_ns = clock_mono_ns() + FIND_OUT_MS * INT64_C(1000000);
    int64_t number = 0;
    enum err err = look(tx, &number);
    while (err && clock_mono_ns() < end_ns) {
        nanosleep(&(struct timespec){.tv_nsec = FIND_OUT_AGAIN_MS * 1000000L}, NULL);
        err = look(tx, &number);
    }
    bool kept = number == tx->batch + 1;
    log_event(LOG_WARN, "store_commit_interrupted",
              log_str("outcome", err    ? STR("unknown")
                                 : kept ? STR("kept")
                                        : STR("not kept")));
    tx->batch = number;
    if (!err)
        return kept ? ERR_NONE : ERR_STORE_UNAVAILABLE;
    pg_transaction_name(tx); /* another row: of this one nobody knows where it stands */
    return ERR_STORE_UNKNOWN;
}

/* After an error the server answers a COMMIT with a ROLLBACK, and no error. */
static bool is_committed(const PGresult *result)
{
    return strcmp(PQcmdStatus((PGresult *)result), "COMMIT") == 0;
}

enum err pg_transaction_commit(struct store_tx *base, bool *flush_failed)
{
    struct pg_tx *tx = pg_tx(base);
    PGresult *result = NULL;
    assert(!tx->spoilt);
    *flush_failed = false;
    pg_contacts_save(tx);
    send_marks(tx);
    send_raise(tx);
    pg_send(&tx->view, SQL_COMMIT, NULL, &result);
    enum err err = pg_sync(&tx->view);
    if (!err && !is_committed(result))
        err = ERR_STORE_FAILED;
    PQclear(result);
    if (!tx->view.connection)
        return find_out(tx);
    if (!err)
        tx->batch++;
    if (!err)
        atomic_store(&tx->view.db->committed_ns, clock_mono_ns());
    else
        pg_transaction_rollback(base);
    return err == ERR_EXISTS || err == ERR_CONTACT_DUPLICATE ? ERR_STORE_RACE : err;
}

/* ---- inside -----------------------------------------------------------------------------------
 */

static enum err run_once(struct pg_view *view, enum pg_statement statement,
                         const struct parameters *parameters, PGresult **result)
{
    enum err err = pg_ready(view);
    if (err)
        return err;
    pg_send(view, statement, parameters, result);
    return pg_sync(view);
}

static enum err run_reading(struct pg_view *view, enum pg_statement statement,
                            const struct parameters *parameters, PGresult **result)
{
    bool connected = view->connection != NULL;
    enum err err = run_once(view, statement, parameters, result);
    bool again = err == ERR_STORE_RACE || (err == ERR_STORE_UNAVAILABLE && connected);
    return again ? run_once(view, statement, parameters, result) : err;
}

enum err pg_run(struct pg_view *view, enum pg_statement statement,
                const struct parameters *parameters, PGresult **result)
{
    struct pg_tx *tx = view->tx;
    *result = NULL;
    if (!tx)
        return run_reading(view, statement, parameters, result);
    if (tx->spoilt)
        return tx->spoilt;
    pg_contacts_save(tx);
    pg_send(view, statement, parameters, result);
    tx->spoilt = pg_sync(view);
    return tx->spoilt;
}
