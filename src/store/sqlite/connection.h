/*
 * One connection to the database: a view (store.h) with its prepared statements. Used by one thread
 * at a time; SQLite's own mutexes are off.
 */
#pragma once

#include <sqlite3.h>

#include "store/tables/sql.h"

/* Behind those that all backends have. */
enum sqlite_statement {
    SQLITE_STATEMENT_BEFORE = SQL_SHARED_COUNT - 1,
#define READ(name, sql)  SQL_##name,
#define WRITE(name, sql) SQL_##name,
#include "store/sqlite/statements.def"
#undef READ
#undef WRITE
    SQL_COUNT
};

struct reader_pool;
struct row_hints;

/* A statement of the tables; `prepared` while it is in use. */
struct sqlite_sql {
    struct sql_statement base;
    struct sqlite_view *view;
    sqlite3_stmt *prepared;
};

struct sqlite_view {
    struct store_view base;
    struct row_hints *hints;  /* the store's; NULL for who reads no contacts */
    struct reader_pool *pool; /* a reader's; NULL otherwise */
    sqlite3 *connection;
    sqlite3_stmt *statements[SQL_COUNT]; /* a reader's writing ones are NULL */
    struct sqlite_sql shared[SQL_SHARED_COUNT];
    struct sqlite_view *next;        /* in the pool, while nobody has it */
    const volatile uint32_t *change; /* a reader's: counts everybody's commits (snapshot.h) */
    uint32_t change_seen;            /* … as it was at the last call */
};

enum connection_kind {
    CONNECTION_READER,
    CONNECTION_WRITER,
};

/*
 * Opens the file (which has to be there) and sets what holds for this connection: flushes, cache,
 * patience. On failure the view still has to be closed, and its connection says why.
 */
MUST_CHECK int connection_open(struct sqlite_view *view, const char *path,
                               enum connection_kind kind, unsigned busy_timeout_ms);

/* Prepares the statements of its kind; the schema has to be up to date. An SQLite code. */
MUST_CHECK int connection_prepare(struct sqlite_view *view, enum connection_kind kind);

/* Takes a half-opened one as well. */
void connection_close(struct sqlite_view *view);
