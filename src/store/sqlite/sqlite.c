/*
 * The SQLite backend: opening and closing, and the table that the rest of the store sees.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/sqlite/database.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/file.h"
#include "store/sqlite/migrate.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

/* A usual contact's row fits into a page, and no more is logged for a change than that page. */
#define PAGE_SIZE_SQL "PRAGMA page_size = 2048"

/* SQLITE_OK with the mode that holds now: another one where the file system has no shared memory.
 */
static int switch_to_log(sqlite3 *connection, bool *in_use)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection, "PRAGMA journal_mode = WAL", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *in_use = str_eq(str_of((const char *)sqlite3_column_text(statement, 0)), STR("wal"));
    sqlite3_finalize(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

/*
 * Two processes that make the same store at once are in each other's way here, and SQLite refuses
 * both at once instead of letting one wait.
 */
static enum err use_log(struct sqlite_db *db, unsigned busy_timeout_ms,
                        struct err_text *explanation)
{
    enum { PAUSE_MS = 10 };
    sqlite3 *connection = db->writer.connection;
    bool in_use = false;
    int code = switch_to_log(connection, &in_use);
    for (unsigned waited_ms = 0; (code & 0xff) == SQLITE_BUSY && waited_ms < busy_timeout_ms;
         waited_ms += PAUSE_MS) {
        sqlite3_sleep(PAUSE_MS);
        code = switch_to_log(connection, &in_use);
    }
    if (code != SQLITE_OK)
        return failure_explain(connection, db->path, explanation);
    if (!in_use)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "the file system of '%s' cannot share memory: use a local disk",
                           db->path);
    return ERR_NONE;
}

static enum err check_writable(struct sqlite_db *db, struct err_text *explanation)
{
    if (!sqlite3_db_readonly(db->writer.connection, "main"))
        return ERR_NONE;
    return err_explain(explanation, ERR_STORE_UNUSABLE,
                       "'%s' is not writable by this user: change its owner or its mode", db->path);
}

/* Looks before it touches: the file may be another program's. */
static enum err bring_up_to_date(struct sqlite_db *db, unsigned busy_timeout_ms,
                                 struct err_text *explanation)
{
    sqlite3 *connection = db->writer.connection;
    bool fresh = false;
    enum err err = migrate_check(connection, db->path, &fresh, explanation);
    if (err)
        return err;
    if (fresh && sqlite3_exec(connection, PAGE_SIZE_SQL, NULL, NULL, NULL) != SQLITE_OK)
        return failure_explain(connection, db->path, explanation);
    err = use_log(db, busy_timeout_ms, explanation);
    return err ? err : migrate_run(connection, db->path, explanation);
}

static enum err open_writer(struct sqlite_db *db, unsigned busy_timeout_ms,
                            struct err_text *explanation)
{
    struct sqlite_view *writer = &db->writer;
    if (connection_open(writer, db->path, CONNECTION_WRITER, busy_timeout_ms) != SQLITE_OK)
        return failure_explain(writer->connection, db->path, explanation);
    enum err err = check_writable(db, explanation);
    if (!err)
        err = bring_up_to_date(db, busy_timeout_ms, explanation);
    if (err)
        return err;
    if (connection_prepare(writer, CONNECTION_WRITER) != SQLITE_OK)
        return failure_explain(writer->connection, db->path, explanation);
    /* what a crash left in the log is in the file, flushed, before anything is built on it */
    sqlite3_wal_checkpoint_v2(writer->connection, "main", SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return ERR_NONE;
}

static void close_db(struct store_db *base)
{
    struct sqlite_db *db = (struct sqlite_db *)base;
    if (db->search_readers)
        search_readers_let_go(
            db->search_readers); /* the last to close tidies up, and they may not */
    indexer_stop(db->indexer);
    search_readers_free(db->search_readers);
    reader_pool_free(db->readers);
    checkpointer_stop(db->checkpointer);
    connection_close(&db->writer);
    row_hints_free(db->hints);
    search_marks_release(&db->marks);
    free(db->path);
    free(db);
}

static enum err read_forgotten(struct sqlite_db *db)
{
    STATEMENT statement = statement_take(&db->writer, SQL_SEARCH_STATE);
    enum err err = statement_row(&db->writer, statement);
    if (!err)
        db->forgotten = column_int(statement, 0);
    return err;
}

/* The search file lies beside the store's. */
static enum err start_searching(struct sqlite_db *db, struct err_text *explanation)
{
    if (read_forgotten(db))
        return failure_explain(db->writer.connection, db->path, explanation);
    char *path = sqlite3_mprintf("%s-search", db->path);
    if (!path)
        memory_exhausted(strlen(db->path));
    db->search_readers = search_readers_new(path);
    enum err err = indexer_start(db->path, path, db->search_readers, db->hints, &db->indexer);
    sqlite3_free(path);
    return err ? err_explain(explanation, ERR_STORE_UNUSABLE,
                             "cannot start a thread: raise the limit of threads or memory")
               : ERR_NONE;
}

static enum err open_all(struct sqlite_db *db, const struct store_config *config, struct str path,
                         struct err_text *explanation)
{
    enum err err = file_prepare(path, config->create, &db->path, explanation);
    if (!err)
        err = open_writer(db, config->busy_timeout_ms, explanation);
    if (err)
        return err;
    if (checkpointer_start(db->path, &db->writer, &db->checkpointer) != ERR_NONE)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "cannot start a thread: raise the limit of threads or memory");
    db->hints = row_hints_new();
    db->writer.hints = db->hints;
    if (reader_pool_open(db->path, config->readers_max, config->busy_timeout_ms, db->hints,
                         &db->readers))
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "cannot read '%s': the log line above says why", db->path);
    return config->searches ? start_searching(db, explanation) : ERR_NONE;
}

static enum err open_db(const struct store_config *config, struct str path, struct store_db **db,
                        struct err_text *explanation)
{
    struct sqlite_db *made = memory_alloc(sizeof *made);
    *made = (struct sqlite_db){
        .base = {.backend = &store_sqlite, .writers = 1},
        .tx = {.base = {.backend = &store_sqlite, .view = &made->writer.base}, .db = made},
    };
    search_marks_init(&made->marks);
    enum err err = open_all(made, config, path, explanation);
    if (err) {
        close_db(&made->base);
        return err;
    }
    *db = &made->base;
    return ERR_NONE;
}

static enum err view_acquire(struct store_db *db, struct store_view **view)
{
    *view = &reader_acquire(((struct sqlite_db *)db)->readers)->base;
    return ERR_NONE;
}

static void view_release(struct store_view *view)
{
    reader_release(sqlite_view(view));
}

/* The newest mark there is now is of every change that was acknowledged before. */
static enum err newest_mark(struct sqlite_db *db, int64_t *seq)
{
    struct sqlite_view *view = reader_acquire(db->readers);
    enum err err;
    {
        STATEMENT statement = statement_take(view, SQL_SEARCH_STATE);
        err = statement_row(view, statement);
        if (!err)
            *seq = column_int(statement, 2);
    }
    reader_release(view);
    return err;
}

static enum err search(struct store_db *base, struct arena *arena, struct str location_id,
                       const struct search *search, struct search_found *found)
{
    struct sqlite_db *db = (struct sqlite_db *)base;
    int64_t seq;
    assert(db->indexer);
    enum err err = newest_mark(db, &seq);
    if (!err)
        err = indexer_await(db->indexer, seq);
    if (!err)
        err = search_readers_run(db->search_readers, arena, location_id, seq, search, found);
    if (err != ERR_NOT_FOUND)
        return err;
    indexer_distrust(db->indexer);
    return ERR_SEARCH_NOT_READY;
}

static void refuse_searches(struct store_db *base)
{
    struct sqlite_db *db = (struct sqlite_db *)base;
    if (!db->indexer)
        return;
    indexer_refuse(db->indexer);
    search_readers_refuse(db->search_readers);
}

static void mark_contact(struct store_tx *tx, struct str location_id, struct str id)
{
    search_mark(&((struct sqlite_tx *)tx)->db->marks, location_id, id);
}

/* A log that is copied to its end begins anew with the next commit, if nobody reads it then. */
static void between(struct store_db *base)
{
    struct sqlite_db *db = (struct sqlite_db *)base;
    bool finishes = checkpointer_may_finish(db->checkpointer);
    bool forbidden = checkpointer_is_forbidden(db->checkpointer); /* this may be the last batch */
    reader_pool_let_go(db->readers, !finishes && !forbidden);
    if (finishes)
        checkpointer_finish(db->checkpointer);
}

const struct store_backend store_sqlite = {
    .scheme = "sqlite",
    .open = open_db,
    .close = close_db,
    .view_acquire = view_acquire,
    .view_release = view_release,
    .search = search,
    .refuse_searches = refuse_searches,
    .begin = transaction_begin,
    .commit = transaction_commit,
    .rollback = transaction_rollback,
    .wrote = transaction_wrote,
    .between = between,
    .contact_get = contact_row_get,
    .contact_document = contact_row_document,
    .contact_exists = contact_row_exists,
    .contact_match = contact_row_match,
    .contact_page = contact_row_page,
    .contact_count = contact_row_count,
    .contact_insert = contact_row_insert,
    .contact_update = contact_row_update,
    .contact_delete = contact_row_delete,
    .contact_changed = mark_contact,
    .sql = &sqlite_sql_calls,
};
