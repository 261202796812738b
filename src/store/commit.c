/*
 * The happy path and the failure modes are told in commit.h; here is where each of them is:
 *
 *   take            all that waits, in batches
 *   commit_batch    one transaction for a batch; if that was spoilt, replay
 *   replay          each operation in a transaction of its own
 *   finish          everyone is told
 *
 * Operations belong to the committer from submit until `done`, which may free them.
 */
#include "store/commit.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"

/* One thread with transactions of its own. */
struct worker {
    struct committer *committer;
    unsigned number;
    pthread_t thread;
    struct store_op *batch[COMMIT_BATCH_MAX];
    size_t batch_size;
};

struct committer {
    struct store_db *db;
    struct worker *workers;
    unsigned worker_count;

    /* shared, under the mutex */
    pthread_mutex_t mutex;
    pthread_cond_t work;
    struct store_op *first;
    struct store_op **end; /* where the next one is linked */
    unsigned waiting;      /* submitted and in no batch yet */
    unsigned queue_max;
    bool closed;      /* nothing is let in any more */
    bool poisoned;    /* a flush failed; only a restart helps */
    bool unavailable; /* the last commit could not be made */
    bool joined;
};

/* ---- the queue --------------------------------------------------------------------------------
 */

static enum err refusal(const struct committer *committer)
{
    if (committer->closed || committer->poisoned)
        return ERR_STORE_UNAVAILABLE;
    return committer->waiting >= committer->queue_max ? ERR_OVERLOADED : ERR_NONE;
}

static void append(struct committer *committer, struct store_op *op)
{
    op->next = NULL;
    *committer->end = op;
    committer->end = &op->next;
    committer->waiting++;
    pthread_cond_signal(&committer->work);
}

enum err committer_submit(struct committer *committer, struct store_op *op)
{
    pthread_mutex_lock(&committer->mutex);
    enum err err = refusal(committer);
    if (!err)
        append(committer, op);
    pthread_mutex_unlock(&committer->mutex);
    return err;
}

/* With the mutex held: all that waits, as far as it goes into one batch. */
static void take_queue(struct committer *committer, struct worker *worker)
{
    worker->batch_size = 0;
    while (committer->first && worker->batch_size < COMMIT_BATCH_MAX) {
        worker->batch[worker->batch_size++] = committer->first;
        committer->first = committer->first->next;
    }
    if (!committer->first)
        committer->end = &committer->first;
    committer->waiting -= (unsigned)worker->batch_size;
}

/* The next batch; false when the queue is empty and closed. */
static bool take(struct worker *worker)
{
    struct committer *committer = worker->committer;
    pthread_mutex_lock(&committer->mutex);
    while (!committer->first && !committer->closed)
        pthread_cond_wait(&committer->work, &committer->mutex);
    take_queue(committer, worker);
    pthread_mutex_unlock(&committer->mutex);
    return worker->batch_size > 0;
}

/* ---- health -----------------------------------------------------------------------------------
 */

static void set_unavailable(struct committer *committer, bool unavailable)
{
    pthread_mutex_lock(&committer->mutex);
    bool changed = committer->unavailable != unavailable;
    committer->unavailable = unavailable;
    pthread_mutex_unlock(&committer->mutex);
    if (changed && !unavailable)
        log_note(LOG_INFO, "store_available");
    if (changed && unavailable)
        log_note(LOG_WARN, "store_unavailable");
}

static void poison(struct committer *committer)
{
    pthread_mutex_lock(&committer->mutex);
    committer->poisoned = true;
    pthread_mutex_unlock(&committer->mutex);
    log_event(LOG_ERROR, "store_flush_failed",
              log_str("consequence", STR("no more writes until a restart")));
}

static bool is_poisoned(struct committer *committer)
{
    pthread_mutex_lock(&committer->mutex);
    bool poisoned = committer->poisoned;
    pthread_mutex_unlock(&committer->mutex);
    return poisoned;
}

enum err committer_health(struct committer *committer)
{
    pthread_mutex_lock(&committer->mutex);
    bool healthy = !committer->poisoned && !committer->unavailable;
    pthread_mutex_unlock(&committer->mutex);
    return healthy ? ERR_NONE : ERR_STORE_UNAVAILABLE;
}

/* ---- a transaction ----------------------------------------------------------------------------
 */

static void set_results(struct store_op **ops, size_t count, enum err result)
{
    for (size_t i = 0; i < count; i++)
        ops[i]->result = result;
}

/* True when the error is not the operation's own answer but the store's trouble. */
static bool spoils(enum err err)
{
    return err == ERR_STORE_FAILED || err == ERR_STORE_UNAVAILABLE || err == ERR_STORE_RACE;
}

/*
 * Why the transaction is over although it was not ended: what was applied has to be applied again,
 * alone, unless there is nowhere to apply it to.
 */
static enum err spoilt(struct store_tx *tx)
{
    enum err err = tx->backend->spoilt ? tx->backend->spoilt(tx) : ERR_NONE;
    return err == ERR_NONE || spoils(err) ? err : ERR_STORE_RACE;
}

/* Applies one after the other, up to one that spoils the transaction. */
static enum err apply_all(struct store_batch batch, struct store_tx *tx)
{
    for (size_t i = 0; i < batch.count; i++) {
        struct store_op *op = batch.ops[i];
        op->result = op->apply(op, tx);
        enum err err = spoils(op->result) ? op->result : spoilt(tx);
        if (err)
            return err;
    }
    return ERR_NONE;
}

/*
 * Commits what apply_all left. If nothing wrote, there is nothing to flush, and a disk that is full
 * would not show: such a transaction says nothing about the store's health.
 */
static enum err conclude(struct committer *committer, struct store_tx *tx)
{
    const struct store_backend *backend = committer->db->backend;
    if (!backend->wrote(tx)) {
        backend->rollback(tx);
        return ERR_NONE;
    }
    bool flush_failed = false;
    enum err err = backend->commit(tx, &flush_failed);
    if (flush_failed)
        poison(committer);
    if (!err)
        set_unavailable(committer, false);
    return err;
}

/*
 * One transaction. On ERR_NONE each operation has its result; on any other error nothing was kept,
 * or, after a failed flush and with ERR_STORE_UNKNOWN, nobody knows.
 */
static enum err transact(struct worker *worker, struct store_batch batch)
{
    struct committer *committer = worker->committer;
    const struct store_backend *backend = committer->db->backend;
    struct store_tx *tx = NULL;
    enum err err = backend->begin(committer->db, worker->number, batch, &tx);
    if (err)
        return err;
    err = apply_all(batch, tx);
    if (!err)
        return conclude(committer, tx);
    backend->rollback(tx);
    return err;
}

/* ---- a batch ----------------------------------------------------------------------------------
 */

/*
 * An operation that lost a race looks again, and finds what was in its way. One that loses it again
 * and again has the answer that it gave itself, or none.
 */
static enum err transact_alone(struct worker *worker, struct store_op **op)
{
    enum err err = ERR_STORE_RACE;
    for (int tries = 0; err == ERR_STORE_RACE && tries < COMMIT_TRIES_MAX; tries++)
        err = transact(worker, (struct store_batch){op, 1});
    bool answered = err == ERR_STORE_RACE && (*op)->result != ERR_NONE;
    return answered ? ERR_NONE : err;
}

/* The store being unavailable to one, it is so to the rest, who need not wait for a timeout each.
 */
static void replay(struct worker *worker)
{
    struct committer *committer = worker->committer;
    for (size_t i = 0; i < worker->batch_size; i++) {
        struct store_op **op = &worker->batch[i];
        enum err err = transact_alone(worker, op);
        if (err)
            set_results(op, 1, err);
        if (err == ERR_STORE_UNAVAILABLE || is_poisoned(committer)) {
            set_unavailable(committer, true);
            set_results(op + 1, worker->batch_size - i - 1, ERR_STORE_UNAVAILABLE);
            return;
        }
    }
}

/*
 * What failed for want of room or of the lock failed for all of the batch: even an expected failure
 * may have been found by looking at what is now not kept.
 */
static void commit_batch(struct worker *worker)
{
    struct committer *committer = worker->committer;
    enum err err = ERR_STORE_UNAVAILABLE;
    if (!is_poisoned(committer))
        err = transact(worker, (struct store_batch){worker->batch, worker->batch_size});
    bool apart = err == ERR_STORE_RACE || (err == ERR_STORE_FAILED && worker->batch_size > 1);
    if (apart && !is_poisoned(committer)) {
        replay(worker);
        return;
    }
    if (err == ERR_STORE_UNAVAILABLE)
        set_unavailable(committer, true);
    if (err)
        set_results(worker->batch, worker->batch_size, err);
}

static void finish(struct worker *worker)
{
    void (*batch_done)(void) = NULL;
    for (size_t i = 0; i < worker->batch_size; i++) {
        struct store_op *op = worker->batch[i];
        assert(!op->batch_done || !batch_done || op->batch_done == batch_done);
        if (op->batch_done)
            batch_done = op->batch_done;
        op->done(op);
    }
    if (batch_done)
        batch_done();
}

static void *run(void *context)
{
    struct worker *worker = context;
    struct store_db *db = worker->committer->db;
    while (take(worker)) {
        commit_batch(worker);
        finish(worker);
        if (db->backend->between)
            db->backend->between(db);
    }
    return NULL;
}

/* ---- start and stop ---------------------------------------------------------------------------
 */

static void committer_free(struct committer *committer)
{
    pthread_cond_destroy(&committer->work);
    pthread_mutex_destroy(&committer->mutex);
    free(committer->workers);
    free(committer);
}

static bool start_worker(struct committer *committer)
{
    struct worker *worker = &committer->workers[committer->worker_count];
    *worker = (struct worker){.committer = committer, .number = committer->worker_count};
    if (pthread_create(&worker->thread, NULL, run, worker) != 0)
        return false;
    pthread_setname_np(worker->thread, "committer");
    committer->worker_count++;
    return true;
}

enum err committer_start(struct store_db *db, unsigned queue_max, struct committer **committer)
{
    struct committer *made = memory_alloc(sizeof *made);
    *made = (struct committer){
        .db = db,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .work = PTHREAD_COND_INITIALIZER,
        .end = &made->first,
        .queue_max = queue_max,
        .workers = memory_alloc(db->writers * sizeof *made->workers),
    };
    while (made->worker_count < db->writers) {
        if (start_worker(made))
            continue;
        committer_stop(made);
        return ERR_STORE_FAILED;
    }
    *committer = made;
    return ERR_NONE;
}

void committer_quiesce(struct committer *committer)
{
    pthread_mutex_lock(&committer->mutex);
    committer->closed = true;
    pthread_cond_broadcast(&committer->work);
    pthread_mutex_unlock(&committer->mutex);
    for (unsigned i = 0; !committer->joined && i < committer->worker_count; i++)
        pthread_join(committer->workers[i].thread, NULL);
    committer->joined = true;
}

void committer_stop(struct committer *committer)
{
    if (!committer)
        return;
    committer_quiesce(committer);
    assert(committer->waiting == 0);
    committer_free(committer);
}
