/*
 * What goes wrong in SQLite, and what it means one floor up.
 */
#pragma once

#include <sqlite3.h>
#include <stdbool.h>

#include "base/err.h"

/*
 * True when the connection's last failure kept nothing and may be over at the next try: the disk is
 * full, or another process holds the lock.
 */
bool failure_is_passing(sqlite3 *connection);

/* True when the last failure was of a file that is no database, or a damaged one. */
bool failure_is_damage(sqlite3 *connection);

/* One line about the last failure, never with contents; `doing` is what was tried. */
void failure_log(sqlite3 *connection, const char *doing);

/*
 * The last failure as an error: ERR_STORE_UNAVAILABLE when it is a passing one, otherwise
 * ERR_STORE_FAILED and a line in the log.
 */
MUST_CHECK enum err failure_report(sqlite3 *connection, const char *doing);

/* The last failure as why the file cannot be opened: ERR_STORE_UNUSABLE. */
MUST_CHECK enum err failure_explain(sqlite3 *connection, const char *path,
                                    struct err_text *explanation);
