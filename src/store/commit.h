/*
 * The group commit: one thread that turns many operations into few flushes.
 *
 * The happy path: operations gather in a bounded queue while the last transaction is being flushed.
 * The committer takes ALL of them (no timer, so a lone one does not wait), opens one transaction,
 * applies each in turn, commits with a real flush, and only then calls every `done`.
 *
 * Failure modes:
 *   - apply returns an expected error: nothing was written, it is that operation's result, the
 *     batch goes on.
 *   - a store_tx_ function fails unexpectedly (ERR_STORE_FAILED): the transaction is rolled back
 * and the batch is replayed one operation at a time, so that one bad operation fails alone.
 *   - the commit fails without a doubt (disk full, locked): rolled back, every operation that had
 *     succeeded gets ERR_STORE_UNAVAILABLE; later batches try again.
 *   - the flush fails: what is on the disk is unknown and the kernel may have dropped the pages, so
 *     the batch gets ERR_STORE_FAILED and every later operation ERR_STORE_UNAVAILABLE until a
 *     restart, which reads the disk. Reads go on.
 */
#pragma once

#include "store/backend.h"

struct committer;

/* Starts the thread. `db` must outlive the committer. */
MUST_CHECK enum err committer_start(struct store_db *db, unsigned queue_max,
                                    struct committer **committer);

/* Finishes what is queued, refuses what comes later, joins the thread, frees. */
void committer_stop(struct committer *committer);

MUST_CHECK enum err committer_submit(struct committer *committer, struct store_op *op);

/* ERR_STORE_UNAVAILABLE after a failed flush, or when the last commit could not be made. */
MUST_CHECK enum err committer_health(struct committer *committer);
