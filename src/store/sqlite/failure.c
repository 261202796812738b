#include "store/sqlite/failure.h"

#include <errno.h>
#include <string.h>

#include "base/log.h"

/*
 * SQLite knows ENOSPC as SQLITE_FULL. A quota and a size limit come as write errors, and after a
 * COMMIT without their errno, so every refused write counts: what was refused is not in the log,
 * the transaction's last frame is not whole, and the next one is written over it. Only a failed
 * flush leaves a doubt.
 */
static bool disk_is_full(sqlite3 *connection)
{
    int code = sqlite3_extended_errcode(connection);
    return (code & 0xff) == SQLITE_FULL || code == SQLITE_IOERR_WRITE;
}

static bool is_locked(sqlite3 *connection)
{
    int code = sqlite3_extended_errcode(connection) & 0xff;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

bool failure_is_passing(sqlite3 *connection)
{
    return disk_is_full(connection) || is_locked(connection);
}

/* sqlite3_errstr is a constant sentence; sqlite3_errmsg may quote what it worked on. */
bool failure_is_damage(sqlite3 *connection)
{
    int code = sqlite3_errcode(connection) & 0xff;
    return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

void failure_log(sqlite3 *connection, const char *doing)
{
    int code = sqlite3_extended_errcode(connection);
    log_event(LOG_ERROR, "store_failure", log_str("doing", str_of(doing)),
              log_str("why", str_of(sqlite3_errstr(code))), log_int("code", code),
              log_int("errno", sqlite3_system_errno(connection)));
}

enum err failure_report(sqlite3 *connection, const char *doing)
{
    if (failure_is_passing(connection))
        return ERR_STORE_UNAVAILABLE;
    failure_log(connection, doing);
    return ERR_STORE_FAILED;
}

static enum err explain_unopened(sqlite3 *connection, const char *path,
                                 struct err_text *explanation)
{
    int why = sqlite3_system_errno(connection);
    return err_explain(explanation, ERR_STORE_UNUSABLE,
                       "cannot open '%s' (%s): it and its folder have to be readable and writable "
                       "by this user",
                       path, why ? strerrordesc_np(why) : "no reason given");
}

enum err failure_explain(sqlite3 *connection, const char *path, struct err_text *explanation)
{
    if (disk_is_full(connection))
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "no room left on the disk of '%s': make some", path);
    if (is_locked(connection))
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' is locked by another process: stop it, or try again", path);
    switch (sqlite3_extended_errcode(connection) & 0xff) {
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return explain_unopened(connection, path, explanation);
    case SQLITE_NOTADB:
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' is not a database: choose another file", path);
    case SQLITE_CORRUPT:
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' is damaged: put a backup in its place", path);
    default:
        return err_explain(explanation, ERR_STORE_UNUSABLE, "cannot open '%s': %s", path,
                           sqlite3_errstr(sqlite3_extended_errcode(connection)));
    }
}
