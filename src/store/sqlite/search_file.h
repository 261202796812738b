/*
 * Connections to the search file, which lies beside the store's. Each is one thread's at a time.
 */
#pragma once

#include <sqlite3.h>

#include "base/err.h"
#include "contact/search_entry.h"

/* ---- reading ----------------------------------------------------------------------------------
 */

/* An SQLite code; a connection that was not opened says why, and is closed all the same. */
MUST_CHECK int search_file_open_reader(const char *path, sqlite3 **connection);

/* ---- writing: the indexer's -------------------------------------------------------------------
 */

enum search_statement {
#define STATEMENT_OF_SEARCH(name, sql) SEARCH_SQL_##name,
#include "store/sqlite/search_statements.def"
#undef STATEMENT_OF_SEARCH
    SEARCH_SQL_COUNT
};

struct search_file {
    sqlite3 *connection;
    sqlite3_stmt *statements[SEARCH_SQL_COUNT];
};

/* What of the store is in the file. */
struct search_file_state {
    bool built;  /* false: it is new, or was left half made */
    int64_t seq; /* of the last mark that is in it */
};

/*
 * Opens the file. ERR_NOT_FOUND: it is not there, not ours, of another schema or damaged; otherwise
 * ERR_STORE_FAILED or ERR_STORE_UNAVAILABLE. It is to be closed in any case.
 */
MUST_CHECK enum err search_file_open(const char *path, struct search_file *file);

/* Takes a half-opened one. */
void search_file_close(struct search_file *file);

/*
 * Makes an empty file under a name of its own, which nobody else can open meanwhile, and gives it
 * its name when it is whole and closed; the file that was there is gone then, for those who have it
 * open it stays. ERR_STORE_UNAVAILABLE when another process is making one.
 */
MUST_CHECK enum err search_file_create(const char *path, struct search_file *file);
MUST_CHECK enum err search_file_publish(const char *made, const char *path);

MUST_CHECK enum err search_file_state(struct search_file *file, struct search_file_state *state);

/* ERR_NOT_FOUND when no pass that is in the file has left that number. */
MUST_CHECK enum err search_file_knows(struct search_file *file, int64_t fold);

/*
 * A pass: all or nothing, and flushed. `fold` is the number it leaves, `known` the one that the
 * store has now: older ones are forgotten. Between begin and commit contacts are put and removed;
 * in the order of location and date, or the words are slow.
 */
MUST_CHECK enum err search_file_begin(struct search_file *file);
MUST_CHECK enum err search_file_commit(struct search_file *file, int64_t fold, int64_t known,
                                       int64_t seq);
void search_file_rollback(struct search_file *file);

/* Without a number: while the file is being built. */
MUST_CHECK enum err search_file_commit_part(struct search_file *file);

/* ERR_OVERLOADED when there is no place left for it: a file has at most 65,535 locations. */
MUST_CHECK enum err search_file_put(struct search_file *file, struct arena *arena,
                                    struct str location_id, const struct search_entry *entry);

/* Nothing to remove is fine. */
MUST_CHECK enum err search_file_remove_contact(struct search_file *file, struct arena *arena,
                                               struct str location_id, struct str id);

/* ---- between the files of the search file ------------------------------------------------------
 */

/* To be given back (STATEMENT). */
sqlite3_stmt *search_file_take(struct search_file *file, enum search_statement which);

/* The next row is there; ERR_NOT_FOUND when there is none. */
MUST_CHECK enum err search_file_row(struct search_file *file, sqlite3_stmt *statement);

/* To the end: a change, or a row more than is needed. */
MUST_CHECK enum err search_file_done(struct search_file *file, sqlite3_stmt *statement);

/* A statement with one parameter, or with both. */
MUST_CHECK enum err search_file_run(struct search_file *file, enum search_statement which,
                                    int64_t first, int64_t second);
