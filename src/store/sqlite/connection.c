#include "store/sqlite/connection.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>

#include "store/sqlite/log_file.h"
#include "store/sqlite/sql.h"
#include "store/sqlite/tables.h"

static const struct {
    const char *sql;
    bool writes;
} statements[SQL_COUNT] = {
#define READ(name, text)  [SQL_##name] = {.sql = text},
#define ROW(name, text)   READ(name, text)
#define HELD(name, text)  READ(name, text)
#define TURN(name, text)  READ(name, text)
#define WRITE(name, text) [SQL_##name] = {.sql = text, .writes = true},
#include "store/sqlite/statements.def"
#include "store/tables/statements.def"
#undef READ
#undef ROW
#undef HELD
#undef TURN
#undef WRITE
};

/*
 * The writer's cache holds what every change walks through: at a million contacts the inner pages
 * of the table and its indexes (some 20 MiB; the leaves of the index of ids are spared by hints),
 * and the pages that one full batch makes dirty, which would otherwise be written to the log twice.
 * Twice as much made nothing faster. A reader's is emptied by every commit, so it only
 * has to hold one call's pages and what is hot while nobody writes.
 */
enum { CACHE_WRITER_KIB = 32 << 10, CACHE_READER_KIB = 8 << 10 };

/*
 * A reader that meets a commit half-way through the log's index looks again with the writer's lock,
 * so even one process alone finds it taken now and then, for microseconds. Waiting so long is not
 * waiting for another process.
 */
enum { PATIENCE_LEAST_MS = 100 };

/* Its statistics would have all threads queue for one mutex at every allocation; nobody reads them.
 */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    log_file_register();
}

/*
 * cache_spill: a transaction larger than the cache would be written to the log before its commit,
 * and after a rollback be held there (log_file.h) when the lock is somebody else's already. So it
 * stays in memory, which is as large as the bodies of one batch.
 */
static int apply_pragmas(sqlite3 *connection, enum connection_kind kind)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "PRAGMA synchronous = FULL; PRAGMA mmap_size = 0; PRAGMA foreign_keys = OFF;"
             "PRAGMA cache_size = -%d; PRAGMA cache_spill = OFF; PRAGMA query_only = %d",
             kind == CONNECTION_WRITER ? CACHE_WRITER_KIB : CACHE_READER_KIB,
             kind == CONNECTION_READER);
    int code = sqlite3_exec(connection, sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_wal_autocheckpoint(connection, 0); /* the checkpointer's business */
    return code;
}

int connection_open(struct sqlite_view *view, const char *path, enum connection_kind kind,
                    unsigned busy_timeout_ms)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_library);

    *view = (struct sqlite_view){.base.backend = &store_sqlite};
    int access = kind == CONNECTION_WRITER ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &view->connection,
                               access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, LOG_FILE_VFS);
    if (code != SQLITE_OK)
        return code;
    sqlite3_busy_timeout(view->connection, busy_timeout_ms > PATIENCE_LEAST_MS
                                               ? (int)busy_timeout_ms
                                               : PATIENCE_LEAST_MS);
    return apply_pragmas(view->connection, kind);
}

int connection_prepare(struct sqlite_view *view, enum connection_kind kind)
{
    for (size_t i = 0; i < SQL_COUNT; i++) {
        if (statements[i].writes && kind == CONNECTION_READER)
            continue;
        int code = sqlite3_prepare_v3(view->connection, statements[i].sql, -1,
                                      SQLITE_PREPARE_PERSISTENT, &view->statements[i], NULL);
        if (code != SQLITE_OK)
            return code;
    }
    for (size_t i = 0; i < SQL_SHARED_COUNT; i++)
        view->shared[i] = (struct sqlite_sql){.base.calls = &sqlite_sql_calls, .view = view};
    return SQLITE_OK;
}

void connection_close(struct sqlite_view *view)
{
    for (size_t i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(view->statements[i]);
    int code = sqlite3_close(view->connection);
    assert(code == SQLITE_OK); /* otherwise a statement is still in use */
    *view = (struct sqlite_view){0};
}
