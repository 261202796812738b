/*
 * The readers: connections made when they are first needed, handed to one thread at a time. Any
 * thread.
 */
#pragma once

#include "store/sqlite/connection.h"

struct reader_pool;

/* `path` must outlive the pool. */
struct reader_pool *reader_pool_new(const char *path, unsigned readers_max,
                                    unsigned busy_timeout_ms);

/* Every reader must have been released. */
void reader_pool_free(struct reader_pool *pool);

/* Waits while all of readers_max are in use. ERR_STORE_FAILED when one cannot be opened. */
MUST_CHECK enum err reader_acquire(struct reader_pool *pool, struct sqlite_view **reader);
void reader_release(struct sqlite_view *reader);
