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

struct committer {
    struct store_db *db;
    pthread_t thread;

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

    /* the thread's own */
    struct store_op *pending; /* taken from the queue, in no batch yet */
    struct store_op *batch[COMMIT_BATCH_MAX];
    size_t batch_size;
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

/* With the mutex held. */
static void take_queue(struct committer *committer)
{
    while (!committer->first && !committer->closed)
        pthread_cond_wait(&committer->work, &committer->mutex);
    committer->pending = committer->first;
    committer->first = NULL;
    committer->end = &committer->first;
}

/* The next batch; false when the queue is empty and closed. */
static bool take(struct committer *committer)
{
    if (!committer->pending) {
        pthread_mutex_lock(&committer->mutex);
        take_queue(committer);
        pthread_mutex_unlock(&committer->mutex);
    }
    size_t size = 0;
    while (committer->pending && size < COMMIT_BATCH_MAX) {
        committer->batch[size++] = committer->pending;
        committer->pending = committer->pending->next;
    }
    committer->batch_size = size;
    pthread_mutex_lock(&committer->mutex);
    committer->waiting -= (unsigned)size;
    pthread_mutex_unlock(&committer->mutex);
    return size > 0;
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
    return err == ERR_STORE_FAILED || err == ERR_STORE_UNAVAILABLE;
}

/* Applies one after the other, up to one that spoils the transaction. */
static enum err apply_all(struct store_op **ops, size_t count, struct store_tx *tx)
{
    for (size_t i = 0; i < count; i++) {
        ops[i]->result = ops[i]->apply(ops[i], tx);
        if (spoils(ops[i]->result))
            return ops[i]->result;
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
 * or, after a failed flush, nobody knows.
 */
static enum err transact(struct committer *committer, struct store_op **ops, size_t count)
{
    const struct store_backend *backend = committer->db->backend;
    struct store_tx *tx = NULL;
    enum err err = backend->begin(committer->db, &tx);
    if (err)
        return err;
    err = apply_all(ops, count, tx);
    if (!err)
        return conclude(committer, tx);
    backend->rollback(tx);
    return err;
}

/* ---- a batch ----------------------------------------------------------------------------------
 */

/* The store being unavailable to one, it is so to the rest, who need not wait for a timeout each.
 */
static void replay(struct committer *committer)
{
    for (size_t i = 0; i < committer->batch_size; i++) {
        struct store_op **op = &committer->batch[i];
        enum err err = transact(committer, op, 1);
        if (err)
            set_results(op, 1, err);
        if (err == ERR_STORE_UNAVAILABLE || is_poisoned(committer)) {
            set_unavailable(committer, true);
            set_results(op + 1, committer->batch_size - i - 1, ERR_STORE_UNAVAILABLE);
            return;
        }
    }
}

/*
 * What failed for want of room or of the lock failed for all of the batch: even an expected failure
 * may have been found by looking at what is now not kept.
 */
static void commit_batch(struct committer *committer)
{
    enum err err = ERR_STORE_UNAVAILABLE;
    if (!is_poisoned(committer))
        err = transact(committer, committer->batch, committer->batch_size);
    if (err == ERR_STORE_FAILED && committer->batch_size > 1 && !is_poisoned(committer)) {
        replay(committer);
        return;
    }
    if (err == ERR_STORE_UNAVAILABLE)
        set_unavailable(committer, true);
    if (err)
        set_results(committer->batch, committer->batch_size, err);
}

static void finish(struct committer *committer)
{
    for (size_t i = 0; i < committer->batch_size; i++)
        committer->batch[i]->done(committer->batch[i]);
}

static void *run(void *context)
{
    struct committer *committer = context;
    while (take(committer)) {
        commit_batch(committer);
        finish(committer);
        committer->db->backend->between(committer->db);
    }
    return NULL;
}

/* ---- start and stop ---------------------------------------------------------------------------
 */

static void committer_free(struct committer *committer)
{
    pthread_cond_destroy(&committer->work);
    pthread_mutex_destroy(&committer->mutex);
    free(committer);
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
    };
    if (pthread_create(&made->thread, NULL, run, made) != 0) {
        committer_free(made);
        return ERR_STORE_FAILED;
    }
    pthread_setname_np(made->thread, "committer");
    *committer = made;
    return ERR_NONE;
}

void committer_quiesce(struct committer *committer)
{
    pthread_mutex_lock(&committer->mutex);
    committer->closed = true;
    pthread_cond_signal(&committer->work);
    pthread_mutex_unlock(&committer->mutex);
    if (!committer->joined)
        pthread_join(committer->thread, NULL);
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
