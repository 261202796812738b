/*
 * The happy path: after each commit SQLite tells how long the log is. When it is long
 * (LOG_LONG_FRAMES), the thread copies what is committed into the database file and flushes that,
 * while the committer goes on writing. What came meanwhile is copied in a second round, which is
 * shorter, and so on until only a rest is left (LOG_REST_FRAMES). That the committer copies between
 * two transactions: nobody writes then, so it gets to the end, and finds little to flush. When a
 * transaction begins and everything is copied, SQLite starts the log from its beginning: the file
 * stops growing. When nobody writes for a while, the thread copies all there is, and readers have
 * one file to look into.
 *
 * Failure modes:
 *   - the disk is too slow for the rounds to become short: the log is finished at LOG_MAX_FRAMES
 *     all the same, and who writes waits.
 *   - a reader holds an old state (a backup, a shell): copying goes up to that state and the log
 *     grows on until the reader lets go. It is tried again with every RETRY_FRAMES, not with every
 *     commit.
 *   - copying fails (disk full, a bad sector): the log has everything still, and SQLite counts what
 *     it could not copy as not copied. One line in the log, another try later.
 *   - the thread's flush of the database file fails: SQLite counts what was copied as done, the
 *     kernel may have thrown it away. So nothing is copied any more, and nothing written: the log
 *     has everything, and must not be begun anew before a start that finds nobody else at the file
 *     and so copies all of it again.
 *   - a flush of the log failed: what the disk has of it is unknown, and copying it on would carry
 *     the damage into the database file. So nothing is copied any more. The next start checks the
 *     sum of every frame and uses the log up to the last whole transaction. The same goes for a
 *     crash.
 */
#include "store/sqlite/checkpointer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "store/sqlite/failure.h"

/*
 * A frame is a page of 2 KiB. Copying many at once is cheaper (a page that changed twice is copied
 * once, and the disk gets them in order), but a long log has to be read again after a crash, and
 * each read looks through it: it is long at 64 MiB. The rest is what a committer copies and flushes
 * in two to five milliseconds. At the most the log takes 256 MiB of disk, and one batch.
 */
enum {
    LOG_LONG_FRAMES = 32768,
    LOG_REST_FRAMES = 128,
    LOG_MAX_FRAMES = 131072,
    RETRY_FRAMES = 2048,
};

/* A committer waits for readers of an old state, but for no longer than a millisecond or two. */
enum { FINISH_TRIES = 10, FINISH_PAUSE_US = 100 };

/*
 * Nobody has written for so long: longer than any pause between two writes of a busy client. When
 * the last round copied nothing (a full disk, a reader of an old state), the next one can wait.
 */
enum { QUIET_MS = 500, QUIET_STUCK_MS = 30 * 1000 };

struct checkpointer {
    sqlite3 *writer;
    struct sqlite_view copier;
    pthread_t thread;
    pthread_mutex_t mutex;      /* of what is below */
    pthread_cond_t wanted;      /* by the thread */
    pthread_cond_t round_ended; /* by a committer that the log has become too long for */
    int frames;                 /* in the log after the last commit */
    int copied;                 /* the first so many of them are in the database file */
    int round_at;               /* length at which the thread begins its next round */
    int finish_at;              /* length at which the committer looks whether it can finish */
    unsigned times_begun;       /* how often the log was begun anew */
    bool copying;
    bool stuck;   /* the last round copied nothing */
    bool resting; /* everything is copied: the next commit has to wake the thread */
    bool stopping;
    bool forbidden;
};

/* One pass that waits for nobody. Being in another one's way is not a failure. */
static bool copy(sqlite3 *connection, int *copied)
{
    int frames = 0;
    int code =
        sqlite3_wal_checkpoint_v2(connection, "main", SQLITE_CHECKPOINT_PASSIVE, &frames, copied);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY)
        failure_log(connection, "checkpoint");
    return code == SQLITE_OK;
}

/* Called by SQLite on the committer's thread after each commit. */
static int note_commit(void *context, sqlite3 *writer, const char *schema, int frames)
{
    (void)writer;
    (void)schema;
    struct checkpointer *checkpointer = context;
    pthread_mutex_lock(&checkpointer->mutex);
    if (frames < checkpointer->frames) { /* it was started from its beginning */
        checkpointer->times_begun++;
        checkpointer->copied = 0;
        checkpointer->round_at = LOG_LONG_FRAMES;
        checkpointer->finish_at = LOG_LONG_FRAMES;
    }
    checkpointer->frames = frames;
    if (frames >= checkpointer->round_at || checkpointer->resting)
        pthread_cond_signal(&checkpointer->wanted);
    pthread_mutex_unlock(&checkpointer->mutex);
    return SQLITE_OK;
}

/* The database file, by the layer below SQLite: it offers no call of its own for it. */
static bool flush_database(sqlite3 *connection)
{
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code == SQLITE_OK)
        code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
    if (code != SQLITE_OK)
        log_event(LOG_ERROR, "database_flush_failed", log_str("why", str_of(sqlite3_errstr(code))),
                  log_str("consequence",
                          STR("the log keeps everything; no more writes until a restart")));
    return code == SQLITE_OK;
}

/* With the mutex held, which is let go while copying. */
static void run_round(struct checkpointer *checkpointer)
{
    int before = checkpointer->copied;
    unsigned times_begun = checkpointer->times_begun;
    checkpointer->copying = true;
    checkpointer->round_at = checkpointer->frames + RETRY_FRAMES;
    pthread_mutex_unlock(&checkpointer->mutex);
    int copied = 0;
    bool progress = copy(checkpointer->copier.connection, &copied) && copied > before;
    bool flushed = !progress || flush_database(checkpointer->copier.connection);
    pthread_mutex_lock(&checkpointer->mutex);
    checkpointer->copying = false;
    pthread_cond_signal(&checkpointer->round_ended);
    checkpointer->forbidden = checkpointer->forbidden || !flushed;
    checkpointer->stuck = !progress;
    if (!progress)
        checkpointer->finish_at = checkpointer->frames + RETRY_FRAMES;
    else if (times_begun == checkpointer->times_begun) /* otherwise it is of a log that is gone */
        checkpointer->copied = copied;
}

/* With the mutex held. True when the time has passed without a commit. */
static bool is_quiet(struct checkpointer *checkpointer)
{
    int before = checkpointer->frames;
    int quiet_ms = checkpointer->stuck ? QUIET_STUCK_MS : QUIET_MS;
    int64_t until_ns = clock_mono_ns() + quiet_ms * INT64_C(1000000);
    struct timespec until = {until_ns / 1000000000, until_ns % 1000000000};
    int woken = pthread_cond_clockwait(&checkpointer->wanted, &checkpointer->mutex, CLOCK_MONOTONIC,
                                       &until);
    return woken == ETIMEDOUT && checkpointer->frames == before;
}

/* With the mutex held. Until the log is long, or has something to copy and nobody writes. */
static void await_work(struct checkpointer *checkpointer)
{
    while (!checkpointer->stopping && checkpointer->frames < checkpointer->round_at) {
        checkpointer->resting = checkpointer->copied == checkpointer->frames;
        if (checkpointer->resting)
            pthread_cond_wait(&checkpointer->wanted, &checkpointer->mutex);
        else if (is_quiet(checkpointer))
            return;
    }
    checkpointer->resting = false;
}

static void *run(void *context)
{
    struct checkpointer *checkpointer = context;
    pthread_mutex_lock(&checkpointer->mutex);
    for (;;) {
        await_work(checkpointer);
        if (checkpointer->stopping || checkpointer->forbidden)
            break;
        run_round(checkpointer);
    }
    pthread_mutex_unlock(&checkpointer->mutex);
    return NULL;
}

/* With the mutex held: true when the committer is to copy the rest now. */
static bool may_finish(struct checkpointer *checkpointer)
{
    if (checkpointer->forbidden || checkpointer->copying ||
        checkpointer->frames < checkpointer->finish_at)
        return false;
    if (checkpointer->frames - checkpointer->copied <= LOG_REST_FRAMES ||
        checkpointer->frames >= LOG_MAX_FRAMES)
        return true;
    checkpointer->round_at = checkpointer->frames; /* too much: another round first */
    pthread_cond_signal(&checkpointer->wanted);
    return false;
}

bool checkpointer_may_finish(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->mutex);
    while (checkpointer->copying && checkpointer->frames >= LOG_MAX_FRAMES)
        pthread_cond_wait(&checkpointer->round_ended, &checkpointer->mutex);
    bool may = may_finish(checkpointer);
    if (may)
        checkpointer->finish_at = checkpointer->frames + RETRY_FRAMES;
    pthread_mutex_unlock(&checkpointer->mutex);
    return may;
}

/* A statement that was reading when the last transaction ended is over in microseconds. */
void checkpointer_finish(struct checkpointer *checkpointer)
{
    const struct timespec pause = {0, FINISH_PAUSE_US * 1000L};
    int copied = 0;
    for (int tries = 0; tries < FINISH_TRIES; tries++) {
        if (!copy(checkpointer->writer, &copied) || copied == checkpointer->frames)
            break;
        nanosleep(&pause, NULL);
    }
    pthread_mutex_lock(&checkpointer->mutex);
    if (copied > checkpointer->copied)
        checkpointer->copied = copied;
    pthread_mutex_unlock(&checkpointer->mutex);
}

void checkpointer_forbid(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->mutex);
    checkpointer->forbidden = true;
    pthread_mutex_unlock(&checkpointer->mutex);
}

bool checkpointer_is_forbidden(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->mutex);
    bool forbidden = checkpointer->forbidden;
    pthread_mutex_unlock(&checkpointer->mutex);
    return forbidden;
}

static void checkpointer_free(struct checkpointer *checkpointer)
{
    connection_close(&checkpointer->copier);
    pthread_cond_destroy(&checkpointer->wanted);
    pthread_cond_destroy(&checkpointer->round_ended);
    pthread_mutex_destroy(&checkpointer->mutex);
    free(checkpointer);
}

enum err checkpointer_start(const char *path, struct sqlite_view *writer,
                            struct checkpointer **checkpointer)
{
    struct checkpointer *made = memory_alloc(sizeof *made);
    *made = (struct checkpointer){
        .writer = writer->connection,
        .mutex = PTHREAD_MUTEX_INITIALIZER,
        .wanted = PTHREAD_COND_INITIALIZER,
        .round_ended = PTHREAD_COND_INITIALIZER,
        .round_at = LOG_LONG_FRAMES,
        .finish_at = LOG_LONG_FRAMES,
    };
    int code = connection_open(&made->copier, path, CONNECTION_WRITER, 0);
    if (code != SQLITE_OK || pthread_create(&made->thread, NULL, run, made) != 0) {
        checkpointer_free(made);
        return ERR_STORE_FAILED;
    }
    pthread_setname_np(made->thread, "checkpointer");
    sqlite3_wal_hook(writer->connection, note_commit, made);
    *checkpointer = made;
    return ERR_NONE;
}

void checkpointer_stop(struct checkpointer *checkpointer)
{
    if (!checkpointer)
        return;
    sqlite3_wal_hook(checkpointer->writer, NULL, NULL);
    pthread_mutex_lock(&checkpointer->mutex);
    checkpointer->stopping = true;
    pthread_cond_signal(&checkpointer->wanted);
    pthread_mutex_unlock(&checkpointer->mutex);
    pthread_join(checkpointer->thread, NULL);
    int copied = 0;
    if (checkpointer->forbidden)
        sqlite3_db_config(checkpointer->writer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    else
        copy(checkpointer->writer, &copied);
    checkpointer_free(checkpointer);
}
