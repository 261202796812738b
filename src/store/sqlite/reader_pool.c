#include "store/sqlite/reader_pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/sqlite/failure.h"

struct reader_pool {
    const char *path;
    unsigned busy_timeout_ms;
    unsigned readers_max;
    pthread_mutex_t mutex;    /* of what is below */
    pthread_cond_t returned;  /* a reader, or the right to open one */
    struct sqlite_view *idle; /* the one used last is taken first: its cache is the warmest */
    unsigned opened;
};

struct reader_pool *reader_pool_new(const char *path, unsigned readers_max,
                                    unsigned busy_timeout_ms)
{
    assert(readers_max > 0);
    struct reader_pool *pool = memory_alloc(sizeof *pool);
    *pool = (struct reader_pool){
        .path = path,
        .busy_timeout_ms = busy_timeout_ms,
        .readers_max = readers_max,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .returned = PTHREAD_COND_INITIALIZER,
    };
    return pool;
}

static struct sqlite_view *take_idle(struct reader_pool *pool)
{
    struct sqlite_view *reader = pool->idle;
    pool->idle = reader->next;
    return reader;
}

void reader_pool_free(struct reader_pool *pool)
{
    if (!pool)
        return;
    for (; pool->idle; pool->opened--) {
        struct sqlite_view *reader = take_idle(pool);
        connection_close(reader);
        free(reader);
    }
    assert(pool->opened == 0);
    pthread_cond_destroy(&pool->returned);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}

static enum err open_reader(struct reader_pool *pool, struct sqlite_view **opened)
{
    struct sqlite_view *reader = memory_alloc(sizeof *reader);
    int code = connection_open(reader, pool->path, CONNECTION_READER, pool->busy_timeout_ms);
    if (code == SQLITE_OK)
        code = connection_prepare(reader, CONNECTION_READER);
    if (code != SQLITE_OK) {
        failure_log(reader->connection, "open a reader");
        connection_close(reader);
        free(reader);
        return ERR_STORE_FAILED;
    }
    reader->pool = pool;
    *opened = reader;
    return ERR_NONE;
}

/* Gives back the right to open a reader, after one could not be opened. */
static void forgo_reader(struct reader_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    pool->opened--;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->mutex);
}

enum err reader_acquire(struct reader_pool *pool, struct sqlite_view **reader)
{
    pthread_mutex_lock(&pool->mutex);
    while (!pool->idle && pool->opened == pool->readers_max)
        pthread_cond_wait(&pool->returned, &pool->mutex);
    struct sqlite_view *idle = pool->idle ? take_idle(pool) : NULL;
    if (!idle)
        pool->opened++;
    pthread_mutex_unlock(&pool->mutex);
    if (idle) {
        *reader = idle;
        return ERR_NONE;
    }
    enum err err = open_reader(pool, reader);
    if (err)
        forgo_reader(pool);
    return err;
}

void reader_release(struct sqlite_view *reader)
{
    struct reader_pool *pool = reader->pool;
    pthread_mutex_lock(&pool->mutex);
    reader->next = pool->idle;
    pool->idle = reader;
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->mutex);
}
