/*
 * The happy path: BEGIN IMMEDIATE takes the write lock (another process may have it for a while),
 * the statements write pages into the cache, COMMIT appends them to the log and flushes it.
 *
 * Failure modes:
 *   - the lock does not come free in time, or a write is refused (disk full, a quota): nothing is
 * kept, for a transaction whose last frame is not whole does not exist. Later ones may do better.
 *   - COMMIT fails in any other way: the frames may or may not be on the disk, and after a failed
 *     fsync the kernel may have thrown them away and called them clean. Nobody can know, so the
 *     checkpointer is stopped and the caller is told (*flush_failed).
 *   - a flush of the database file has failed (checkpointer.c): nothing is written any more.
 *   - SQLite has rolled back by itself: there is nothing left to commit or to roll back, which
 *     sqlite3_get_autocommit tells.
 */
#include <assert.h>

#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/statement.h"

/* A full disk fails every batch until there is room: one line says so, not one a batch. */
static enum err complain(struct sqlite_db *db, const char *doing)
{
    sqlite3 *connection = db->writer.connection;
    bool passing = failure_is_passing(connection);
    if (!passing || !db->complained)
        failure_log(connection, doing);
    db->complained = passing;
    return passing ? ERR_STORE_UNAVAILABLE : ERR_STORE_FAILED;
}

enum err transaction_begin(struct store_db *base, unsigned committer, struct store_batch batch,
                           struct store_tx **tx)
{
    (void)committer; /* there is one */
    (void)batch;
    struct sqlite_db *db = (struct sqlite_db *)base;
    assert(sqlite3_get_autocommit(db->writer.connection));
    if (statement_run(&db->writer, SQL_BEGIN) != SQLITE_OK)
        return complain(db, "begin");
    search_marks_clear(&db->marks);
    db->changes_at_begin = sqlite3_total_changes64(db->writer.connection);
    *tx = &db->tx.base;
    return ERR_NONE;
}

bool transaction_wrote(struct store_tx *tx)
{
    struct sqlite_db *db = ((struct sqlite_tx *)tx)->db;
    return sqlite3_total_changes64(db->writer.connection) != db->changes_at_begin;
}

void transaction_rollback(struct store_tx *tx)
{
    struct sqlite_view *writer = (struct sqlite_view *)tx->view;
    if (!sqlite3_get_autocommit(writer->connection))
        statement_run(writer, SQL_ROLLBACK);
    assert(sqlite3_get_autocommit(writer->connection));
}

static enum err give_up(struct sqlite_db *db, bool *flush_failed)
{
    enum err err = complain(db, "commit");
    if (err == ERR_STORE_FAILED) {
        *flush_failed = true;
        checkpointer_forbid(db->checkpointer);
    }
    transaction_rollback(&db->tx.base);
    return err;
}

/*
 * Rows of marks that one commit forgets: not fewer, so that it is no work for every commit, and not
 * more, so that it never takes long.
 */
enum { FORGET_MIN = 32, FORGET_MAX = 64 };

/* What the search file has is forgotten with the batch that has left a new mark: never the newest.
 */
static enum err forget_marks(struct sqlite_db *db)
{
    struct indexer_pass pass;
    if (!db->indexer || !indexer_last_pass(db->indexer, &pass) ||
        pass.seq < db->forgotten + FORGET_MIN)
        return ERR_NONE;
    int64_t oldest = pass.seq;
    if (oldest > db->forgotten + FORGET_MAX)
        oldest = db->forgotten + FORGET_MAX;
    STATEMENT forget = statement_take(&db->writer, SQL_SEARCH_FORGET);
    bind_int(forget, 1, oldest);
    enum err err = statement_change(&db->writer, forget);
    if (err && err != ERR_NOT_FOUND)
        return err;
    STATEMENT set = statement_take(&db->writer, SQL_SEARCH_STATE_SET);
    bind_int(set, 1, pass.seq);
    bind_int(set, 2, pass.fold);
    err = statement_change(&db->writer, set);
    if (!err || err == ERR_NOT_FOUND) /* another process may be further */
        db->forgotten = oldest;
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err leave_marks(struct sqlite_db *db)
{
    enum err err = search_marks_write(&db->marks, &db->writer);
    return err ? err : forget_marks(db);
}

enum err transaction_commit(struct store_tx *tx, bool *flush_failed)
{
    struct sqlite_db *db = ((struct sqlite_tx *)tx)->db;
    if (sqlite3_get_autocommit(db->writer.connection))
        return ERR_STORE_UNAVAILABLE;
    if (checkpointer_is_forbidden(db->checkpointer)) {
        transaction_rollback(tx);
        *flush_failed = true;
        return ERR_STORE_FAILED;
    }
    bool marked = db->marks.lines.len > 0;
    if (marked && leave_marks(db)) {
        enum err err = complain(db, "mark for search");
        transaction_rollback(tx); /* nothing was flushed */
        return err;
    }
    if (statement_run(&db->writer, SQL_COMMIT) != SQLITE_OK)
        return give_up(db, flush_failed);
    if (marked && db->indexer)
        indexer_note(db->indexer);
    db->complained = false;
    return ERR_NONE;
}
