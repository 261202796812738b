/*
 * The readers: connections, opened when they are first used, handed to one thread at a time. Any
 * thread.
 */
#pragma once

#include "store/postgres/connection.h"

struct pg_pool;

struct pg_pool *pg_pool_new(struct pg_db *db, unsigned readers);

/* Every reader must have been released. NULL is fine. */
void pg_pool_free(struct pg_pool *pool);

/* Waits while all of them are in use. */
struct pg_view *pg_pool_acquire(struct pg_pool *pool);
void pg_pool_release(struct pg_pool *pool, struct pg_view *view);
