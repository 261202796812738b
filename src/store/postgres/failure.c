#include "store/postgres/failure.h"

#include "base/log.h"
#include "store/postgres/statement.h"

static struct str state_of(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return state ? str_of(state) : STR(""); /* none: the connection broke */
}

/*
 * Classes and codes of appendix A of PostgreSQL's documentation: connection exceptions, resources,
 * operator intervention (shut down, cannot connect now, cancelled), system errors (disk), a
 * standby, a lock that was not to be had, idle too long.
 */
static bool is_passing(struct str state)
{
    static const char *const states[] = {"08",    "53",    "57",    "58",
                                         "25006", "25P03", "25P04", "55P03"};
    if (str_is_empty(state))
        return true;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (str_starts_with(state, str_of(states[i])))
            return true;
    }
    return false;
}

static bool is_race(struct str state)
{
    return str_eq(state, STR("40001")) || str_eq(state, STR("40P01"));
}

/*
 * The key of a table is its own id; the only other unique thing of a contact is its addresses. The
 * name of the index does not tell: each shard has its own.
 */
static enum err taken(enum pg_statement statement)
{
    return statement == SQL_ADDRESS_INSERT ? ERR_CONTACT_DUPLICATE : ERR_EXISTS;
}

enum err pg_failure(const PGresult *result, enum pg_statement statement)
{
    struct str state = state_of(result);
    if (str_eq(state, STR("23505")))
        return taken(statement);
    if (is_race(state))
        return ERR_STORE_RACE;
    if (is_passing(state))
        return ERR_STORE_UNAVAILABLE;
    log_event(LOG_ERROR, "store_failure", log_str("sqlstate", state),
              log_str("statement", pg_statement_label(statement)));
    return ERR_STORE_FAILED;
}

bool pg_failure_ends_connection(const PGresult *result)
{
    struct str state = state_of(result);
    return str_starts_with(state, STR("57P")) || str_starts_with(state, STR("08")) ||
           str_eq(state, STR("25006")) || str_eq(state, STR("25P03"));
}

bool pg_failure_is_unprepared(const PGresult *result)
{
    struct str state = state_of(result);
    return str_eq(state, STR("26000")) || str_eq(state, STR("42P05"));
}

enum err pg_failure_explain(PGconn *connection, struct err_text *explanation)
{
    struct str message = str_of(PQerrorMessage(connection));
    struct str line;
    if (!str_cut(&message, '\n', &line))
        line = STR("no reason given");
    return err_explain(explanation, ERR_STORE_UNUSABLE, "cannot use the PostgreSQL server: %.*s",
                       STR_ARG(line));
}
