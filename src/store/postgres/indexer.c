/*
 * It looks twice a second. When this process has not written for a moment, or has not stopped
 * writing for a while, it brings up to date what is stale, of whatever location, piece by piece.
 */
#include "store/postgres/indexer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/postgres/contact_row.h"
#include "store/postgres/search_pass.h"

enum { LOOK_EVERY_MS = 500 };

/* Nobody writes who has not for so long; and who writes without a pause is not waited for longer.
 */
#define QUIET_NS    (INT64_C(500) * 1000000)
#define PATIENCE_NS (INT64_C(10) * 1000000000)

struct pg_searching {
    struct pg_db *db;
    struct pg_view view;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t end;
    bool ending;
    atomic_bool refusing;
};

/* Waits for the next look; false at the end. */
static bool wait(struct pg_searching *searching)
{
    int64_t until_ns = clock_mono_ns() + LOOK_EVERY_MS * INT64_C(1000000);
    struct timespec until = {until_ns / 1000000000, until_ns % 1000000000};
    pthread_mutex_lock(&searching->mutex);
    while (!searching->ending && pthread_cond_clockwait(&searching->end, &searching->mutex,
                                                        CLOCK_MONOTONIC, &until) != ETIMEDOUT)
        continue;
    bool goes_on = !searching->ending;
    pthread_mutex_unlock(&searching->mutex);
    return goes_on;
}

/* Of some location, when there is one: its id, in the arena. */
static bool find_stale(struct pg_searching *searching, struct arena *arena, struct str *location_id)
{
    RESULT result = NULL;
    if (pg_run(&searching->view, SQL_SEARCH_STALE, NULL, &result) || PQntuples(result) == 0)
        return false;
    *location_id = arena_copy(arena, result_text(result, 0, 0));
    return true;
}

/* One location, piece by piece; false when there is none, or not now. */
static bool work(struct pg_searching *searching)
{
    struct arena arena;
    struct str location_id;
    arena_init(&arena);
    bool more = find_stale(searching, &arena, &location_id);
    bool found = more;
    enum err err = ERR_NONE;
    while (more && !err && !atomic_load(&searching->refusing))
        err = pg_search_pass(&searching->view, location_id, &more);
    arena_release(&arena);
    return found && !err && !atomic_load(&searching->refusing);
}

static bool is_time(const struct pg_searching *searching, int64_t worked_ns)
{
    int64_t now_ns = clock_mono_ns();
    return now_ns - atomic_load(&searching->db->committed_ns) > QUIET_NS ||
           now_ns - worked_ns > PATIENCE_NS;
}

static void *run(void *context)
{
    struct pg_searching *searching = context;
    int64_t worked_ns = clock_mono_ns();
    while (wait(searching)) {
        if (!is_time(searching, worked_ns))
            continue;
        while (work(searching))
            continue;
        worked_ns = clock_mono_ns();
    }
    return NULL;
}

static void destroy(struct pg_searching *searching)
{
    pg_close(&searching->view);
    pthread_cond_destroy(&searching->end);
    pthread_mutex_destroy(&searching->mutex);
    free(searching);
}

enum err pg_indexer_begin(struct pg_db *db, struct pg_searching **searching)
{
    struct pg_searching *made = memory_alloc_zeroed(sizeof *made);
    made->db = db;
    pg_init(&made->view, db, NULL);
    pthread_mutex_init(&made->mutex, NULL);
    pthread_cond_init(&made->end, NULL);
    if (pthread_create(&made->thread, NULL, run, made) != 0) {
        destroy(made);
        return ERR_STORE_FAILED;
    }
    pthread_setname_np(made->thread, "indexer");
    *searching = made;
    return ERR_NONE;
}

void pg_indexer_end(struct pg_searching *searching)
{
    if (!searching)
        return;
    pg_indexer_refuse(searching);
    pthread_mutex_lock(&searching->mutex);
    searching->ending = true;
    pthread_cond_signal(&searching->end);
    pthread_mutex_unlock(&searching->mutex);
    pthread_join(searching->thread, NULL);
    destroy(searching);
}

void pg_indexer_refuse(struct pg_searching *searching)
{
    atomic_store(&searching->refusing, true);
}

bool pg_indexer_refuses(const struct pg_searching *searching)
{
    return atomic_load(&searching->refusing);
}
