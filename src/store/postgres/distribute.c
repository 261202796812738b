/*
 * Telling Citus how to keep the tables and functions. Each is a call of its own, so what was done
 * before a failure stays, and the next try goes on behind it.
 */
#include <stdio.h>

#include "store/postgres/connection.h"
#include "store/postgres/failure.h"
#include "store/postgres/migrate.h"
#include "store/postgres/tables.h"

/* A call of Citus's with the longest names. */
enum { SQL_MAX = 256 };

enum kept { BY_COLUMN, WHOLE, LOCALLY, CALLED };

static const char *const kept_names[] = {"distributed", "reference", "local", "function"};

static const struct {
    const char *name; /* of a function with its arguments' types */
    enum kept kept;
    const char *column; /* BY_COLUMN: which */
} rows[] = {
#define DISTRIBUTED(table, column) {#table, BY_COLUMN, #column},
#define REFERENCE(table)           {#table, WHOLE, NULL},
#define LOCAL(table)               {#table, LOCALLY, NULL},
#define FUNCTION(name)             {#name, CALLED, NULL},
#include "store/postgres/distribute.def"
};

/* Local is what every table is that nobody tells Citus of. */
static enum err is_kept_so(PGconn *connection, size_t row, bool *kept, struct err_text *explanation)
{
    char sql[SQL_MAX];
    int64_t there;
    bool called = rows[row].kept == CALLED;
    *kept = rows[row].kept == LOCALLY;
    if (*kept)
        return ERR_NONE;
    snprintf(sql, sizeof sql, "SELECT count(*) FROM %s = CAST('%s' AS %s)",
             called ? "pg_dist_object WHERE objid" : "pg_dist_partition WHERE logicalrel",
             rows[row].name, called ? "regprocedure" : "regclass");
    enum err err = pg_ask(connection, sql, &there, explanation);
    *kept = there > 0;
    return err;
}

static enum err distribute(PGconn *connection, size_t row, struct err_text *explanation)
{
    char sql[SQL_MAX];
    const char *name = rows[row].name;
    if (rows[row].kept == WHOLE)
        snprintf(sql, sizeof sql, "SELECT create_reference_table('%s')", name);
    else if (rows[row].kept == CALLED)
        snprintf(sql, sizeof sql, "SELECT create_distributed_function('%s')", name);
    else
        snprintf(sql, sizeof sql,
                 "SELECT create_distributed_table('%s', '%s', colocate_with => '%s')", name,
                 rows[row].column, row == 0 ? "none" : rows[0].name);
    return pg_execute(connection, sql, explanation);
}

static enum err distribute_all(PGconn *connection, store_distribute_tell *tell, void *context,
                               struct err_text *explanation)
{
    int64_t citus;
    enum err err = pg_ask(connection, "SELECT count(*) FROM pg_extension WHERE extname = 'citus'",
                          &citus, explanation);
    if (!err && citus == 0)
        return err_explain(explanation, ERR_STORE_UNUSABLE,
                           "the database has no Citus: install it, and CREATE EXTENSION citus");
    for (size_t i = 0; !err && i < sizeof rows / sizeof *rows; i++) {
        bool already;
        err = is_kept_so(connection, i, &already, explanation);
        if (!err && !already)
            err = distribute(connection, i, explanation);
        if (!err)
            tell(context, rows[i].name, kept_names[rows[i].kept], already ? "already" : "now");
    }
    return err;
}

/* The tables have to be there: a first start, or this, makes them. */
enum err pg_distribute(struct str url, store_distribute_tell *tell, void *context,
                       struct err_text *explanation)
{
    struct arena arena;
    arena_init(&arena);
    PGconn *connection = pg_connect(arena_copy_z(&arena, url));
    enum err err = PQstatus(connection) == CONNECTION_OK
                       ? pg_migrate(connection, true, explanation)
                       : pg_failure_explain(connection, explanation);
    if (!err)
        err = distribute_all(connection, tell, context, explanation);
    PQfinish(connection);
    arena_release(&arena);
    return err;
}
