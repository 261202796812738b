/*
 * The schema's history: src/store/schema/sqlite/NNNN_NAME.sql, built in by scripts/embed-sql. The
 * number of the last one applied is the file's user_version.
 */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct migration {
    int number; /* 1, 2, 3 … */
    const char *name;
    const char *sql; /* NUL-terminated, as sqlite3_exec wants it */
};

extern const struct migration sqlite_migrations[];
extern const size_t sqlite_migration_count;

/* The same of the search file, which is made anew when it is of another version. */
extern const struct migration search_migrations[];
extern const size_t search_migration_count;

/*
 * Stored in the file's header, so that another program's database is never mistaken for ours and
 * file(1) can be taught to tell: "ctcd".
 */
enum { APPLICATION_ID = 0x63746364 };

/*
 * True in *fresh when the file has nothing in it yet. ERR_STORE_UNUSABLE when it is not a database,
 * another program's, or newer than this program.
 */
MUST_CHECK enum err migrate_check(sqlite3 *connection, const char *path, bool *fresh,
                                  struct err_text *explanation);

/*
 * Applies what is missing, each migration in a transaction of its own; another process may be doing
 * the same at the same time.
 */
MUST_CHECK enum err migrate_run(sqlite3 *connection, const char *path,
                                struct err_text *explanation);
