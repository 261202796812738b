/*
 * The statements as PostgreSQL is told them, and their parameters.
 */
#pragma once

#include "base/arena.h"
#include "store/postgres/connection.h"

/* What the log calls it: its name in the table. */
struct str pg_statement_label(enum pg_statement statement);

/* Its text, and the name it is prepared under: the same text has the same name on every node. */
const char *pg_statement_text(enum pg_statement statement, bool locks);
const char *pg_statement_name(enum pg_statement statement, bool locks);

/* True when it is another one inside the transaction. */
bool pg_statement_can_lock(enum pg_statement statement);

/* True when it is an insert that does nothing when its key is taken. */
bool pg_statement_finds_taken(enum pg_statement statement);

/* Parameters are numbered from 1, given in any order. */
void parameter_text(struct parameters *parameters, int number, struct str text);
void parameter_text_or_null(struct parameters *parameters, int number, struct str text);
void parameter_blob(struct parameters *parameters, int number, const void *bytes, size_t size);
void parameter_int(struct parameters *parameters, int number, int64_t value);

/* Arrays, written in the arena. */
void parameter_texts(struct parameters *parameters, int number, struct arena *arena,
                     const struct str *texts, size_t count);
void parameter_ints(struct parameters *parameters, int number, struct arena *arena,
                    const int64_t *values, size_t count);

/* Of a result: columns from 0; NULL is the empty text; a text is good until the result is cleared.
 */
struct str result_text(const PGresult *result, int row, int column);
int64_t result_int(const PGresult *result, int row, int column);

/* How many rows the statement inserted, changed or deleted. */
int64_t result_changes(PGresult *result);

/* The statements of the tables (store/tables/sql.h). */
extern const struct sql_calls pg_sql_calls;
