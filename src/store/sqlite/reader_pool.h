/*
 * The readers: connections opened at the start, before a client can take the process's last
 * descriptor, and handed to one thread at a time. Any thread.
 */
#pragma once

#include "store/sqlite/connection.h"

struct reader_pool;

/* ERR_STORE_FAILED, after a log line, when one of them cannot be opened; then none is. */
MUST_CHECK enum err reader_pool_open(const char *path, unsigned readers, unsigned busy_timeout_ms,
                                     struct row_hints *hints, struct reader_pool **pool);

/* Every reader must have been released. NULL is fine. */
void reader_pool_free(struct reader_pool *pool);

/* Waits while all of them are in use. */
struct sqlite_view *reader_acquire(struct reader_pool *pool);
void reader_release(struct sqlite_view *reader);

/*
 * At first no reader keeps a state: who only reads, as the command line does, has no batch after
 * which it would let go. Then: the idle ones let go of the states they keep (snapshot.h), and those
 * in use when they are given back. With `keep` they may keep again what is the newest then;
 * without, not before they are told: while the log is to be begun anew, nobody may be found reading
 * it.
 */
void reader_pool_let_go(struct reader_pool *pool, bool keep);
bool reader_pool_keeps(struct reader_pool *pool);
