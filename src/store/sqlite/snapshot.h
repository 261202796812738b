/*
 * The state of the database that a reader keeps from one call to the next.
 *
 * To look at the newest state SQLite takes and gives back a lock of the file for each statement: a
 * fifth of what a GET costs. As long as nobody commits, the state that was looked at last IS the
 * newest, so a reader keeps it. Whether anybody has committed, in this process or another, is told
 * by a counter in the log's index, which all share: one word to read. ("iChange", bytes 8 to 11 of
 * the index, https://www.sqlite.org/walformat.html.)
 *
 * A kept state is in the way of whoever moves the log into the database, so it must not outlive its
 * use: an idle reader is made to let go after every batch of writes (reader_pool.h).
 *
 * A snapshot belongs to its reader and to the thread that has it.
 */
#pragma once

#include <stdbool.h>

#include "store/sqlite/connection.h"

/* Finds the counter; the reader's statements are prepared. An SQLite code. */
MUST_CHECK int snapshot_prepare(struct sqlite_view *reader);

/* Before a statement reads: lets go of what is no longer the newest; may begin to keep. */
void snapshot_renew(struct sqlite_view *reader, bool may_keep);

/* Lets go. Nothing to do is fine. */
void snapshot_end(struct sqlite_view *reader);
