/*
 * What goes wrong in PostgreSQL, and what it means one floor up.
 */
#pragma once

#include <libpq-fe.h>

#include "store/postgres/connection.h"

/*
 * ERR_STORE_UNAVAILABLE: the server is away, full, read-only or out of patience, and a later try
 * may do better. ERR_STORE_RACE: another transaction was in the way, doing it again helps.
 * ERR_EXISTS, ERR_CONTACT_DUPLICATE: a unique key is taken. ERR_STORE_FAILED, and a line in the
 * log, which never has contents: all else.
 */
enum err pg_failure(const PGresult *result, enum pg_statement statement);

/* True when the connection is of no use any more although it stands. */
bool pg_failure_ends_connection(const PGresult *result);

/* True when the statement is not prepared there: a pooler has changed the server's side. */
bool pg_failure_is_unprepared(const PGresult *result);

/* A failed connection as why the store cannot be opened: ERR_STORE_UNUSABLE. No password in it. */
MUST_CHECK enum err pg_failure_explain(PGconn *connection, struct err_text *explanation);
