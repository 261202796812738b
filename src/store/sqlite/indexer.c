/*
 * The happy path: the committer notes that it has left marks. When it has been quiet for a while,
 * or a search waits, a pass is made (search_copy.h). Then the committer is told what it may forget,
 * with its next batch.
 *
 * Failure modes:
 *   - a pass fails (disk full): one line in the log, another try a second later; searches wait, and
 *     are refused when that takes too long.
 *   - writes do not stop: marks are left to gather, up to BACKLOG_MAX rows.
 */
#include "store/sqlite/indexer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/sqlite/search_copy.h"

/*
 * It is quiet when the last fifth of a second brought few batches. 20,000 rows of marks are half a
 * minute of the fastest writing; more would keep the first search waiting for minutes.
 */
enum { QUIET_MS = 200, QUIET_BATCHES = 20, BACKLOG_MAX = 20000 };

enum { RETRY_MS = 1000 };

struct indexer {
    char *search_path;
    struct search_copy copy;
    pthread_t thread;
    atomic_bool stopping;

    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t wanted; /* by the thread */
    pthread_cond_t progressed;
    bool refusing;      /* nobody is to wait any more */
    bool distrusted;    /* the file is to be made anew */
    bool resting;       /* the next note has to wake the thread */
    unsigned notes;     /* batches that left marks */
    int64_t wanted_seq; /* by searches */
    int64_t done_seq;   /* in the search file */
    struct indexer_pass last;
    bool has_last;
};

/* ---- the thread -------------------------------------------------------------------------------
 */

/* With the mutex held. Until `ms` have passed, or somebody waits, or the end. */
static void pause_for(struct indexer *indexer, int ms)
{
    int64_t until_ns = clock_mono_ns() + ms * INT64_C(1000000);
    struct timespec until = {until_ns / 1000000000, until_ns % 1000000000};
    pthread_cond_clockwait(&indexer->wanted, &indexer->mutex, CLOCK_MONOTONIC, &until);
}

static bool is_wanted(const struct indexer *indexer)
{
    return indexer->stopping || indexer->distrusted || indexer->wanted_seq > indexer->done_seq;
}

/*
 * With the mutex held. Until there is something to do, and it is the time for it. `notes` is how
 * many there had been when the last pass began.
 */
static void await_work(struct indexer *indexer, int64_t left, unsigned notes)
{
    indexer->resting = left == 0 && notes == indexer->notes;
    while (indexer->resting && !is_wanted(indexer))
        pthread_cond_wait(&indexer->wanted, &indexer->mutex);
    indexer->resting = false;
    while (!is_wanted(indexer)) {
        notes = indexer->notes;
        pause_for(indexer, QUIET_MS);
        if (indexer->notes - notes < QUIET_BATCHES || left > BACKLOG_MAX)
            break;
        left += indexer->notes - notes;
    }
}

/* With the mutex held. */
static void publish(struct indexer *indexer, const struct search_pass *made)
{
    indexer->done_seq = made->seq;
    indexer->has_last = indexer->has_last && !made->rebuilt;
    if (made->wrote) {
        indexer->last = (struct indexer_pass){.seq = made->seq, .fold = made->fold};
        indexer->has_last = true;
    }
    pthread_cond_broadcast(&indexer->progressed);
}

static void *run(void *context)
{
    struct indexer *indexer = context;
    pthread_mutex_lock(&indexer->mutex);
    while (!indexer->stopping) {
        struct search_pass made;
        unsigned notes = indexer->notes;
        bool distrusted = indexer->distrusted;
        indexer->distrusted = false;
        pthread_mutex_unlock(&indexer->mutex);
        enum err err = search_copy_pass(&indexer->copy, distrusted, &made);
        pthread_mutex_lock(&indexer->mutex);
        if (!err)
            publish(indexer, &made);
        if (!err)
            await_work(indexer, made.left, notes);
        else if (!indexer->stopping)
            pause_for(indexer, RETRY_MS);
    }
    pthread_mutex_unlock(&indexer->mutex);
    return NULL;
}

/* ---- for others -------------------------------------------------------------------------------
 */

void indexer_note(struct indexer *indexer)
{
    pthread_mutex_lock(&indexer->mutex);
    indexer->notes++;
    if (indexer->resting) {
        indexer->resting = false;
        pthread_cond_signal(&indexer->wanted);
    }
    pthread_mutex_unlock(&indexer->mutex);
}

void indexer_distrust(struct indexer *indexer)
{
    pthread_mutex_lock(&indexer->mutex);
    indexer->distrusted = true;
    indexer->done_seq = -1;
    pthread_cond_signal(&indexer->wanted);
    pthread_mutex_unlock(&indexer->mutex);
}

bool indexer_last_pass(struct indexer *indexer, struct indexer_pass *pass)
{
    pthread_mutex_lock(&indexer->mutex);
    *pass = indexer->last;
    bool has_last = indexer->has_last;
    pthread_mutex_unlock(&indexer->mutex);
    return has_last;
}

/* How long to go on waiting: no longer, where the file has been in the making for a while. */
static int64_t deadline_of(struct indexer *indexer, int64_t began_ns)
{
    int64_t until_ns = began_ns + INDEXER_PATIENCE_MS * INT64_C(1000000);
    int64_t building_ns = atomic_load(&indexer->copy.building_since_ns);
    int64_t build_until_ns = building_ns + INDEXER_BUILD_PATIENCE_MS * INT64_C(1000000);
    return building_ns > 0 && build_until_ns < until_ns ? build_until_ns : until_ns;
}

/* With the mutex held. Until a pass is over, or the time is; false then. */
static bool wait_for_pass(struct indexer *indexer, int64_t began_ns)
{
    int64_t until_ns = deadline_of(indexer, began_ns);
    int64_t soon_ns = clock_mono_ns() + QUIET_MS * INT64_C(1000000);
    if (clock_mono_ns() >= until_ns)
        return false;
    if (soon_ns < until_ns)
        until_ns = soon_ns; /* a build may have begun by then */
    struct timespec until = {until_ns / 1000000000, until_ns % 1000000000};
    pthread_cond_signal(&indexer->wanted);
    pthread_cond_clockwait(&indexer->progressed, &indexer->mutex, CLOCK_MONOTONIC, &until);
    return true;
}

enum err indexer_await(struct indexer *indexer, int64_t seq)
{
    int64_t began_ns = clock_mono_ns();
    pthread_mutex_lock(&indexer->mutex);
    if (seq > indexer->wanted_seq)
        indexer->wanted_seq = seq;
    while (!indexer->stopping && !indexer->refusing && indexer->done_seq < seq) {
        if (!wait_for_pass(indexer, began_ns))
            break;
    }
    bool done = indexer->done_seq >= seq && !indexer->refusing;
    pthread_mutex_unlock(&indexer->mutex);
    return done ? ERR_NONE : ERR_SEARCH_NOT_READY;
}

void indexer_refuse(struct indexer *indexer)
{
    pthread_mutex_lock(&indexer->mutex);
    indexer->refusing = true;
    pthread_cond_broadcast(&indexer->progressed);
    pthread_mutex_unlock(&indexer->mutex);
}

static void indexer_free(struct indexer *indexer)
{
    search_copy_close(&indexer->copy);
    pthread_cond_destroy(&indexer->wanted);
    pthread_cond_destroy(&indexer->progressed);
    pthread_mutex_destroy(&indexer->mutex);
    free(indexer->search_path);
    free(indexer);
}

enum err indexer_start(const char *store_path, const char *search_path,
                       struct search_readers *readers, struct row_hints *hints,
                       struct indexer **indexer)
{
    struct indexer *made = memory_alloc(sizeof *made);
    *made = (struct indexer){
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .wanted = PTHREAD_COND_INITIALIZER,
        .progressed = PTHREAD_COND_INITIALIZER,
        .done_seq = -1, /* not even that nothing is marked is known yet */
    };
    size_t size = strlen(search_path) + 1;
    made->search_path = memcpy(memory_alloc(size), search_path, size);
    made->copy = (struct search_copy){
        .path = made->search_path, .readers = readers, .stopping = &made->stopping};
    enum err err = search_copy_open(&made->copy, store_path, RETRY_MS, hints);
    if (err || pthread_create(&made->thread, NULL, run, made) != 0) {
        indexer_free(made);
        return ERR_STORE_FAILED;
    }
    pthread_setname_np(made->thread, "indexer");
    *indexer = made;
    return ERR_NONE;
}

void indexer_stop(struct indexer *indexer)
{
    if (!indexer)
        return;
    pthread_mutex_lock(&indexer->mutex);
    indexer->stopping = true;
    pthread_cond_signal(&indexer->wanted);
    pthread_cond_broadcast(&indexer->progressed);
    pthread_mutex_unlock(&indexer->mutex);
    pthread_join(indexer->thread, NULL);
    indexer_free(indexer);
}
