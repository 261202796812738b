/*
 * The happy path: look at the version, take the write lock, look again, run the next migration,
 * raise the version, commit; until nothing is missing.
 *
 * Failure modes: two processes open a new file at once: the second one waits for the lock and then
 * sees the raised version, so it has nothing left to do. A migration fails or the process dies in
 * one: its transaction is rolled back whole, version and all, and the next start tries again.
 */
#include "store/sqlite/migrate.h"

#include <stdio.h>

#include "store/sqlite/failure.h"

struct identity {
    int application_id;
    int version;
    int tables; /* and indexes */
};

/* One statement, so that all three are of the same moment. */
static const char identity_sql[] = "SELECT application_id, user_version,"
                                   " (SELECT count(*) FROM sqlite_schema)"
                                   " FROM pragma_application_id, pragma_user_version";

static int identity_read(sqlite3 *connection, struct identity *identity)
{
    *identity = (struct identity){0};
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection, identity_sql, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        identity->application_id = sqlite3_column_int(statement, 0);
        identity->version = sqlite3_column_int(statement, 1);
        identity->tables = sqlite3_column_int(statement, 2);
    }
    sqlite3_finalize(statement);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

enum err migrate_check(sqlite3 *connection, const char *path, bool *fresh,
                       struct err_text *explanation)
{
    struct identity identity;
    if (identity_read(connection, &identity) != SQLITE_OK)
        return failure_explain(connection, path, explanation);
    bool blank = identity.application_id == 0 && identity.version == 0 && identity.tables == 0;
    if (!blank && identity.application_id != APPLICATION_ID)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' belongs to another program: choose another file", path);
    if (identity.version > (int)sqlite_migration_count)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "'%s' was made by a newer contactd (schema %d, this one knows %d): "
                           "install that version",
                           path, identity.version, (int)sqlite_migration_count);
    *fresh = blank;
    return ERR_NONE;
}

/* Numbers cannot be bound in a PRAGMA. */
static int set_version(sqlite3 *connection, int version)
{
    char sql[128];
    snprintf(sql, sizeof sql, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             APPLICATION_ID, version);
    return sqlite3_exec(connection, sql, NULL, NULL, NULL);
}

/* Inside the write lock: the next migration, if another process has not just made it. */
static int apply_next(sqlite3 *connection, int version)
{
    struct identity identity;
    int code = identity_read(connection, &identity);
    if (code != SQLITE_OK || identity.version != version)
        return code;
    const struct migration *next = &sqlite_migrations[version];
    code = sqlite3_exec(connection, next->sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? set_version(connection, next->number) : code;
}

static enum err migrate_once(sqlite3 *connection, int version, const char *path,
                             struct err_text *explanation)
{
    int code = sqlite3_exec(connection, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = apply_next(connection, version);
    if (code == SQLITE_OK)
        code = sqlite3_exec(connection, "COMMIT", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        return ERR_NONE;
    enum err err = failure_explain(connection, path, explanation);
    if (!sqlite3_get_autocommit(connection))
        sqlite3_exec(connection, "ROLLBACK", NULL, NULL, NULL);
    return err;
}

enum err migrate_run(sqlite3 *connection, const char *path, struct err_text *explanation)
{
    for (;;) {
        struct identity identity;
        if (identity_read(connection, &identity) != SQLITE_OK)
            return failure_explain(connection, path, explanation);
        if (identity.version >= (int)sqlite_migration_count)
            return ERR_NONE;
        enum err err = migrate_once(connection, identity.version, path, explanation);
        if (err)
            return err;
    }
}
