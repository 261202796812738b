/*
 * Bringing a file's schema up to date. The number of the last migration applied is the file's
 * user_version.
 */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "store/migration.h"

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
