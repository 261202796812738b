/*
 * The schema's history: src/store/schema/postgres/NNNN_NAME.sql, built in by scripts/embed-sql. The
 * number of the last one applied is in the table `contactd`.
 */
#pragma once

#include <libpq-fe.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Looks whether the server and the database will do (PostgreSQL 15 or later, UTF-8), and applies
 * the migrations that are missing, each in a transaction of its own and under a lock: of several
 * nodes that start at once, one does it and the others wait. Without `create` an empty database is
 * refused. ERR_STORE_UNUSABLE with what to do.
 */
MUST_CHECK enum err pg_migrate(PGconn *connection, bool create, struct err_text *explanation);

/* SQL outside of all that is prepared; ERR_STORE_UNUSABLE with why it failed. */
MUST_CHECK enum err pg_execute(PGconn *connection, const char *sql, struct err_text *explanation);

/* The same for a question: its one number, 0 when there is no row. */
MUST_CHECK enum err pg_ask(PGconn *connection, const char *sql, int64_t *number,
                           struct err_text *explanation);

/*
 * A line in the log where the server's settings are such that a crash of it may lose what was
 * answered: what is promised of an answer holds only where a commit waits for the disk.
 */
void pg_warn_of_settings(PGconn *connection);
