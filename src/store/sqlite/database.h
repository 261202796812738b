/*
 * An open SQLite store: the writer with its one transaction, the readers, the checkpointer.
 */
#pragma once

#include "store/backend.h"
#include "store/sqlite/checkpointer.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/indexer.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/row_hints.h"
#include "store/sqlite/search_mark.h"
#include "store/sqlite/search_reader.h"

struct sqlite_db;

struct sqlite_tx {
    struct store_tx base;
    struct sqlite_db *db;
};

struct sqlite_db {
    struct store_db base;
    char *path;
    struct sqlite_view writer; /* the committer's alone, once open */
    struct sqlite_tx tx;
    sqlite3_int64 changes_at_begin; /* rows the writer had changed when the transaction began */
    bool complained;                /* of a passing failure; quiet until a commit succeeds */
    struct row_hints *hints;
    struct reader_pool *readers;
    struct checkpointer *checkpointer;
    struct search_marks marks;             /* of the open transaction */
    int64_t forgotten;                     /* marks up to it are deleted */
    struct search_readers *search_readers; /* NULL when the store does not search, … */
    struct indexer *indexer;               /* … and this too */
};

/* What backend.h asks of a transaction; transaction.c. */
enum err transaction_begin(struct store_db *base, unsigned committer, struct store_batch batch,
                           struct store_tx **tx);
enum err transaction_commit(struct store_tx *tx, bool *flush_failed);
void transaction_rollback(struct store_tx *tx);
bool transaction_wrote(struct store_tx *tx);
