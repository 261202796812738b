/*
 * The happy path: after each commit SQLite tells how long the log is. When it has grown by
 * ROUND_FRAMES, the thread copies what is committed into the database file and flushes that, while
 * the committer goes on writing. When a transaction begins and everything is copied, SQLite starts
 * the log from its beginning: the file stops growing.
 *
 * Under constant writing the thread never gets to that point: while it copies, the committer
 * appends. So when the log is long (LOG_LONG_FRAMES) and only a rest is left to copy, the committer
 * copies that rest itself between two transactions. Nobody writes meanwhile, so it gets to the end.
 * Each round copies what came during the one before, so a few rounds after another leave a small
 * rest; should the disk be too slow for that, the log is finished at LOG_MAX_FRAMES all the same,
 * and who writes waits.
 *
 * Failure modes:
 *   - a reader holds an old state (a backup, a shell): copying goes up to that state and the log
 *     grows on until the reader lets go. It is tried again with every ROUND_FRAMES, not with every
 *     commit.
 *   - copying fails (disk full, a bad sector): the log has everything still, and SQLite counts
 *     nothing as copied that was not flushed. One line in the log, another try later.
 *   - a flush of the log failed: what the disk has of it is unknown, and copying it on would carry
 *     the damage into the database file. So nothing is copied any more. The next start checks the
 *     sum of every frame and uses the log up to the last whole transaction. The same goes for a
 *     crash.
 */
#include "store/sqlite/checkpointer.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/sqlite/failure.h"

/*
 * A frame is a page of 2 KiB. A round is large enough for many frames of one page to be copied once
 * (4 MiB); a log is long when reading it again after a crash would be felt (16 MiB); the rest is
 * what a committer copies in a few milliseconds (1 MiB); at the most the log takes 128 MiB of disk.
 */
enum {
    ROUND_FRAMES = 2048,
    LOG_LONG_FRAMES = 8192,
    LOG_REST_FRAMES = 512,
    LOG_MAX_FRAMES = 65536,
};

struct checkpointer {
    sqlite3 *writer;
    struct sqlite_view copier;
    pthread_t thread;
    pthread_mutex_t mutex; /* of what is below */
    pthread_cond_t wanted;
    int frames;    /* in the log after the last commit */
    int copied;    /* the first so many of them are in the database file */
    int round_at;  /* length at which the thread begins its next round */
    int finish_at; /* length at which the committer looks whether it can finish */
    bool copying;
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
        checkpointer->copied = 0;
        checkpointer->round_at = ROUND_FRAMES;
        checkpointer->finish_at = LOG_LONG_FRAMES;
    }
    checkpointer->frames = frames;
    if (frames >= checkpointer->round_at)
        pthread_cond_signal(&checkpointer->wanted);
    pthread_mutex_unlock(&checkpointer->mutex);
    return SQLITE_OK;
}

/* With the mutex held, which is let go while copying. */
static void run_round(struct checkpointer *checkpointer)
{
    checkpointer->copying = true;
    checkpointer->round_at = checkpointer->frames + ROUND_FRAMES;
    pthread_mutex_unlock(&checkpointer->mutex);
    int copied = 0;
    bool progress = copy(checkpointer->copier.connection, &copied);
    pthread_mutex_lock(&checkpointer->mutex);
    checkpointer->copying = false;
    if (progress && copied <= checkpointer->frames) /* more: the log was begun anew meanwhile */
        checkpointer->copied = copied;
}

static void *run(void *context)
{
    struct checkpointer *checkpointer = context;
    pthread_mutex_lock(&checkpointer->mutex);
    while (!checkpointer->stopping) {
        if (checkpointer->frames >= checkpointer->round_at && !checkpointer->forbidden)
            run_round(checkpointer);
        else
            pthread_cond_wait(&checkpointer->wanted, &checkpointer->mutex);
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

void checkpointer_finish(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->mutex);
    bool finish = may_finish(checkpointer);
    if (finish)
        checkpointer->finish_at = checkpointer->frames + ROUND_FRAMES;
    pthread_mutex_unlock(&checkpointer->mutex);
    int copied = 0;
    if (finish)
        copy(checkpointer->writer, &copied);
}

void checkpointer_forbid(struct checkpointer *checkpointer)
{
    pthread_mutex_lock(&checkpointer->mutex);
    checkpointer->forbidden = true;
    pthread_mutex_unlock(&checkpointer->mutex);
    sqlite3_db_config(checkpointer->writer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

static void checkpointer_free(struct checkpointer *checkpointer)
{
    connection_close(&checkpointer->copier);
    pthread_cond_destroy(&checkpointer->wanted);
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
        .round_at = ROUND_FRAMES,
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
    if (!checkpointer->forbidden)
        copy(checkpointer->writer, &copied);
    checkpointer_free(checkpointer);
}
