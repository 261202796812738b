/*
 * The happy path: BEGIN, take the lock, look at the version, run the next migration, raise the
 * version, COMMIT; until nothing is missing. The lock is the transaction's: a pooler that lends the
 * connection for one transaction only does no harm.
 */
#include "store/postgres/migrate.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "store/migration.h"
#include "store/postgres/failure.h"

/* As the number of a lock: "contactd". */
#define LOCK_SQL "SELECT pg_advisory_xact_lock(x'636f6e7461637464'::bigint)"

enum { SERVER_VERSION_LEAST = 150000, SQL_MAX = 128 };

static enum err explain(PGconn *connection, const PGresult *result, struct err_text *explanation)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (!state)
        return pg_failure_explain(connection, explanation);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    return err_explain(explanation, ERR_STORE_UNUSABLE,
                       "the PostgreSQL database cannot be used: %s (%s)", message, state);
}

enum err pg_execute(PGconn *connection, const char *sql, struct err_text *explanation)
{
    PGresult *result = PQexec(connection, sql);
    ExecStatusType status = PQresultStatus(result);
    enum err err = ERR_NONE;
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        err = explain(connection, result, explanation);
    PQclear(result);
    return err;
}

enum err pg_ask(PGconn *connection, const char *sql, int64_t *number, struct err_text *explanation)
{
    PGresult *result = PQexec(connection, sql);
    enum err err = ERR_NONE;
    *number = 0;
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        err = explain(connection, result, explanation);
    else if (PQntuples(result) == 1)
        (void)str_to_int64(str_of(PQgetvalue(result, 0, 0)), number);
    PQclear(result);
    return err;
}

static enum err check_server(PGconn *connection, struct err_text *explanation)
{
    if (PQserverVersion(connection) < SERVER_VERSION_LEAST)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "the PostgreSQL server is version %d: 15 or later is needed",
                           PQserverVersion(connection) / 10000);
    const char *encoding = PQparameterStatus(connection, "server_encoding");
    if (encoding && strcmp(encoding, "UTF8") != 0)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "the database is encoded in %s: make one with ENCODING 'UTF8'",
                           encoding);
    return ERR_NONE;
}

void pg_warn_of_settings(PGconn *connection)
{
    int64_t unsafe;
    struct err_text why;
    enum err err = pg_ask(connection,
                          "SELECT count(*) FROM pg_settings WHERE setting = 'off'"
                          " AND name IN ('fsync', 'synchronous_commit', 'full_page_writes')",
                          &unsafe, &why);
    if (!err && unsafe > 0)
        log_event(
            LOG_WARN, "store_not_durable",
            log_str("advice", STR("turn fsync, synchronous_commit and full_page_writes of the "
                                  "server on: a crash of it may lose what was answered")));
}

/* 0: there is no schema of ours. */
static enum err read_version(PGconn *connection, int64_t *version, struct err_text *explanation)
{
    int64_t there;
    enum err err = pg_ask(connection,
                          "SELECT count(*) FROM pg_tables WHERE tablename = 'contactd'"
                          " AND schemaname = current_schema()",
                          &there, explanation);
    *version = 0;
    return err || !there
               ? err
               : pg_ask(connection, "SELECT schema_version FROM contactd", version, explanation);
}

static enum err set_version(PGconn *connection, int64_t version, struct err_text *explanation)
{
    char sql[SQL_MAX];
    if (version == 1)
        return pg_execute(connection,
                          "CREATE TABLE contactd (schema_version bigint NOT NULL);"
                          "INSERT INTO contactd VALUES (1)",
                          explanation);
    snprintf(sql, sizeof sql, "UPDATE contactd SET schema_version = %d", (int)version);
    return pg_execute(connection, sql, explanation);
}

/* Inside the transaction: the next one, if another node has not just made it. */
static enum err apply_next(PGconn *connection, int64_t *version, struct err_text *explanation)
{
    enum err err = pg_execute(connection, LOCK_SQL, explanation);
    if (!err)
        err = read_version(connection, version, explanation);
    if (err || *version >= (int)postgres_migration_count)
        return err;
    err = pg_execute(connection, postgres_migrations[*version].sql, explanation);
    ++*version;
    return err ? err : set_version(connection, *version, explanation);
}

static enum err apply(PGconn *connection, int64_t *version, struct err_text *explanation)
{
    enum err err = pg_execute(connection, "BEGIN", explanation);
    if (!err)
        err = apply_next(connection, version, explanation);
    if (!err)
        return pg_execute(connection, "COMMIT", explanation);
    PQclear(PQexec(connection, "ROLLBACK"));
    return err;
}

static enum err check_version(int64_t version, bool create, struct err_text *explanation)
{
    if (version > (int)postgres_migration_count)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "the database was made by a newer contactd (schema %d, this one knows "
                           "%d): install that version",
                           (int)version, (int)postgres_migration_count);
    if (version == 0 && !create)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "there is no store in this database: `contactd serve` makes one");
    return ERR_NONE;
}

enum err pg_migrate(PGconn *connection, bool create, struct err_text *explanation)
{
    int64_t version;
    enum err err = check_server(connection, explanation);
    if (!err)
        err = read_version(connection, &version, explanation);
    if (!err)
        err = check_version(version, create, explanation);
    while (!err && version < (int)postgres_migration_count)
        err = apply(connection, &version, explanation);
    return err;
}
