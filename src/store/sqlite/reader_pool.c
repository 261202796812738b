#include "store/sqlite/reader_pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/snapshot.h"

struct reader_pool {
    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t returned;
    struct sqlite_view *idle; /* the one used last is taken first: its cache is the warmest */
    unsigned idle_count;
    unsigned opened;
    atomic_bool keeps; /* readers may keep a snapshot; not before the first batch */
};

static struct sqlite_view *take_idle(struct reader_pool *pool)
{
    struct sqlite_view *reader = pool->idle;
    pool->idle = reader->next;
    pool->idle_count--;
    return reader;
}

static void put_idle(struct reader_pool *pool, struct sqlite_view *reader)
{
    reader->next = pool->idle;
    pool->idle = reader;
    pool->idle_count++;
}

void reader_pool_free(struct reader_pool *pool)
{
    if (!pool)
        return;
    assert(pool->idle_count == pool->opened);
    while (pool->idle) {
        struct sqlite_view *reader = take_idle(pool);
        connection_close(reader);
        free(reader);
    }
    pthread_cond_destroy(&pool->returned);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}

static enum err open_reader(struct reader_pool *pool, const char *path, unsigned busy_timeout_ms,
                            struct row_hints *hints)
{
    struct sqlite_view *reader = memory_alloc(sizeof *reader);
    int code = connection_open(reader, path, CONNECTION_READER, busy_timeout_ms);
    if (code == SQLITE_OK)
        code = connection_prepare(reader, CONNECTION_READER);
    if (code == SQLITE_OK)
        code = snapshot_prepare(reader);
    if (code != SQLITE_OK) {
        failure_log(reader->connection, "open a reader");
        connection_close(reader);
        free(reader);
        return ERR_STORE_FAILED;
    }
    reader->pool = pool;
    reader->hints = hints;
    put_idle(pool, reader);
    pool->opened++;
    return ERR_NONE;
}

enum err reader_pool_open(const char *path, unsigned readers, unsigned busy_timeout_ms,
                          struct row_hints *hints, struct reader_pool **opened)
{
    assert(readers > 0);
    struct reader_pool *pool = memory_alloc(sizeof *pool);
    *pool = (struct reader_pool){
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .returned = PTHREAD_COND_INITIALIZER,
    };
    enum err err = ERR_NONE;
    while (!err && pool->opened < readers)
        err = open_reader(pool, path, busy_timeout_ms, hints);
    if (err)
        reader_pool_free(pool);
    else
        *opened = pool;
    return err;
}

struct sqlite_view *reader_acquire(struct reader_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    while (!pool->idle)
        pthread_cond_wait(&pool->returned, &pool->mutex);
    struct sqlite_view *reader = take_idle(pool);
    pthread_mutex_unlock(&pool->mutex);
    return reader;
}

void reader_release(struct sqlite_view *reader)
{
    struct reader_pool *pool = reader->pool;
    pthread_mutex_lock(&pool->mutex);
    if (!pool->keeps)
        snapshot_end(reader);
    put_idle(pool, reader);
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->mutex);
}

/* What is in use is renewed by the next statement if it is old; if not, it is given back soon. */
void reader_pool_let_go(struct reader_pool *pool, bool keep)
{
    pthread_mutex_lock(&pool->mutex);
    pool->keeps = keep;
    for (struct sqlite_view *reader = pool->idle; reader; reader = reader->next)
        snapshot_end(reader);
    pthread_mutex_unlock(&pool->mutex);
}

bool reader_pool_keeps(struct reader_pool *pool)
{
    return pool->keeps;
}
