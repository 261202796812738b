/*
 * The group commit: a thread, or with some backends several, that turns many operations into few
 * flushes.
 *
 * The happy path: operations gather in a bounded queue while the last transaction is being flushed.
 * The committer takes ALL of them (no timer, so a lone one does not wait), opens one transaction,
 * applies each in turn, commits with a real flush, and only then calls every `done`, and
 * `batch_done` once.
 *
 * Failure modes:
 *   - apply returns an expected error: nothing was written, it is that operation's result, the
 *     batch goes on.
 *   - a store_tx_ function fails unexpectedly (ERR_STORE_FAILED): the transaction is rolled back
 *     and the batch is replayed one operation at a time, so that one bad operation fails alone.
 *   - nothing can be kept (disk full, locked): rolled back, the whole batch gets
 *     ERR_STORE_UNAVAILABLE, expected failures too, for they may have been found by looking at what
 *     is now gone (a duplicate of a contact that was not created). Later batches try again.
 *   - another transaction is in the way (ERR_STORE_RACE): rolled back and replayed, each operation
 *     alone and more than once.
 *   - the server is gone in the middle of a commit and does not come back to tell
 * (ERR_STORE_UNKNOWN): that is the whole batch's answer; it may be kept.
 *   - the flush fails: what is on the disk is unknown and the kernel may have dropped the pages, so
 *     the batch gets ERR_STORE_FAILED and every later operation ERR_STORE_UNAVAILABLE until a
 *     restart, which reads the disk. Reads go on.
 */
#pragma once

#include "store/backend.h"

/*
 * Most operations of one transaction. Larger batches save little (a flush is then a hundredth of
 * the work), but let the first one wait for the last and, should the batch have to be replayed,
 * cost that many flushes.
 */
enum { COMMIT_BATCH_MAX = 1024 };

/*
 * How often an operation is tried that others are in the way of: who loses three races in a row
 * meets more than bad luck.
 */
enum { COMMIT_TRIES_MAX = 3 };

struct committer;

/* Starts the threads, as many as `db` has writers. `db` must outlive the committer. */
MUST_CHECK enum err committer_start(struct store_db *db, unsigned queue_max,
                                    struct committer **committer);

/*
 * Refuses what comes from now on, finishes what is queued, joins the thread. One thread may call
 * it, while others still submit and are refused.
 */
void committer_quiesce(struct committer *committer);

/* The same, and frees. NULL is fine. */
void committer_stop(struct committer *committer);

MUST_CHECK enum err committer_submit(struct committer *committer, struct store_op *op);

/*
 * ERR_STORE_UNAVAILABLE after a failed flush, or when the last commit could not be made: until one
 * that wrote something succeeds, so a store without traffic stays so.
 */
MUST_CHECK enum err committer_health(struct committer *committer);
