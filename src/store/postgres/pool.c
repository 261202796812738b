#include "store/postgres/pool.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct pg_pool {
    pthread_mutex_t mutex; /* of the list */
    pthread_cond_t returned;
    struct pg_view *idle; /* the one used last is taken first: the others may never be opened */
    unsigned count;
    struct pg_view *views;
};

static void put_idle(struct pg_pool *pool, struct pg_view *view)
{
    view->next = pool->idle;
    pool->idle = view;
}

struct pg_pool *pg_pool_new(struct pg_db *db, unsigned readers)
{
    struct pg_pool *pool = memory_alloc(sizeof *pool);
    *pool = (struct pg_pool){
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .returned = PTHREAD_COND_INITIALIZER,
        .count = readers,
        .views = memory_alloc(readers * sizeof *pool->views),
    };
    for (unsigned i = 0; i < readers; i++) {
        pg_init(&pool->views[i], db, NULL);
        put_idle(pool, &pool->views[i]);
    }
    return pool;
}

void pg_pool_free(struct pg_pool *pool)
{
    if (!pool)
        return;
    for (unsigned i = 0; i < pool->count; i++)
        pg_close(&pool->views[i]);
    pthread_cond_destroy(&pool->returned);
    pthread_mutex_destroy(&pool->mutex);
    free(pool->views);
    free(pool);
}

struct pg_view *pg_pool_acquire(struct pg_pool *pool)
{
    pthread_mutex_lock(&pool->mutex);
    while (!pool->idle)
        pthread_cond_wait(&pool->returned, &pool->mutex);
    struct pg_view *view = pool->idle;
    pool->idle = view->next;
    pthread_mutex_unlock(&pool->mutex);
    return view;
}

void pg_pool_release(struct pg_pool *pool, struct pg_view *view)
{
    pthread_mutex_lock(&pool->mutex);
    put_idle(pool, view);
    pthread_cond_signal(&pool->returned);
    pthread_mutex_unlock(&pool->mutex);
}
