/*
 * Using a prepared statement: bind, step, read, and always reset, because a statement that is not
 * reset holds its read lock, and the log could not be emptied. (That of a reader may be kept on
 * purpose: snapshot.h.)
 */
#pragma once

#include "base/arena.h"
#include "store/sqlite/connection.h"

/* A statement in use, reset at the end of the block:
 *
 *      STATEMENT statement = statement_take(view, SQL_CONTACT_GET);
 */
#define STATEMENT __attribute__((cleanup(statement_give_back))) sqlite3_stmt *

sqlite3_stmt *statement_take(struct sqlite_view *view, enum sqlite_statement which);
void statement_give_back(sqlite3_stmt **statement);

/* Parameters are numbered from 1. A text has to live until the statement is given back. */
void bind_text(sqlite3_stmt *statement, int parameter, struct str text);
void bind_text_or_null(sqlite3_stmt *statement, int parameter, struct str text); /* empty: NULL */
void bind_blob(sqlite3_stmt *statement, int parameter, const void *bytes, size_t size);
void bind_int(sqlite3_stmt *statement, int parameter, int64_t number);

/* The next row is there; ERR_NOT_FOUND when there is none. */
MUST_CHECK enum err statement_row(struct sqlite_view *view, sqlite3_stmt *statement);

/*
 * A change, inside the transaction. ERR_NOT_FOUND when no row was there to be changed, ERR_EXISTS
 * when a primary key or a unique one is taken, or a trigger says so; nothing was written then.
 */
MUST_CHECK enum err statement_change(struct sqlite_view *view, sqlite3_stmt *statement);

/* One that neither reads nor changes rows: BEGIN, SAVEPOINT. An SQLite code. */
int statement_run(struct sqlite_view *view, enum sqlite_statement which);

/* A change that returns rows: the next of them is there; ERR_NOT_FOUND behind the last. */
MUST_CHECK enum err statement_changed_row(struct sqlite_view *view, sqlite3_stmt *statement);

/* Columns are numbered from 0; a text is copied into the arena, NULL is the empty one. */
struct str column_text(struct arena *arena, sqlite3_stmt *statement, int column);
struct str column_borrow(sqlite3_stmt *statement, int column); /* good until the next row */
int64_t column_int(sqlite3_stmt *statement, int column);
