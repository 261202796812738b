/*
 * Using a statement of statements.def, whatever backend prepares and runs it: bind, run, read, and
 * always give back.
 *
 *      SQL_STATEMENT statement = sql_take(view, SQL_ITEM_GET);
 *      sql_bind_text(statement, 1, location_id);
 *      enum err err = sql_row(statement);
 *
 * Parameters are numbered from 1, columns from 0. On the thread that has the view; of one statement
 * there is one use at a time.
 *
 * The words of statements.def that a backend defines:
 *
 *  INDEXED_BY(index)        the index to live on; or nothing
 *  UNINDEXED(column)        a column whose index is not to be used
 *  ROW_ADDRESS              what names a row within one statement
 *  ROWS_OF_LIST(text)       the texts of a JSON array, as rows of one column, `value`
 *  POSITION(part, text)     of a part in a text, from 1; 0 when it is not in there
 *  BYTES_OF(text)           its length
 *  LARGER_OF(a, b)
 */
#pragma once

#include "store/backend.h"

enum sql {
#define READ(name, text)  SQL_##name,
#define ROW(name, text)   SQL_##name,
#define HELD(name, text)  SQL_##name,
#define TURN(name, text)  SQL_##name,
#define WRITE(name, text) SQL_##name,
#include "store/tables/statements.def"
#undef READ
#undef ROW
#undef HELD
#undef TURN
#undef WRITE
    SQL_SHARED_COUNT
};

/* A backend embeds it as the first member of its own. */
struct sql_statement {
    const struct sql_calls *calls;
};

/* What a backend has to offer; each does what the function of the same name below says. */
struct sql_calls {
    struct sql_statement *(*take)(struct store_view *view, enum sql which);
    void (*give_back)(struct sql_statement *statement);
    void (*bind_text)(struct sql_statement *statement, int parameter, struct str text);
    void (*bind_null)(struct sql_statement *statement, int parameter);
    void (*bind_blob)(struct sql_statement *statement, int parameter, const void *bytes,
                      size_t size);
    void (*bind_int)(struct sql_statement *statement, int parameter, int64_t number);
    enum err (*row)(struct sql_statement *statement);
    enum err (*change)(struct sql_statement *statement);
    enum err (*changed_row)(struct sql_statement *statement);
    int64_t (*changes)(struct sql_statement *statement);
    struct str (*borrow)(struct sql_statement *statement, int column);
    int64_t (*integer)(struct sql_statement *statement, int column);
};

static inline struct sql_statement *sql_take(struct store_view *view, enum sql which)
{
    return view->backend->sql->take(view, which);
}

static inline void sql_give_back(struct sql_statement **statement)
{
    (*statement)->calls->give_back(*statement);
}

/* A statement in use, given back at the end of the block. */
#define SQL_STATEMENT __attribute__((cleanup(sql_give_back))) struct sql_statement *

/* A text has to live until the statement is given back. */
static inline void sql_bind_text(struct sql_statement *statement, int parameter, struct str text)
{
    statement->calls->bind_text(statement, parameter, text);
}

/* An empty one is NULL. */
static inline void sql_bind_text_or_null(struct sql_statement *statement, int parameter,
                                         struct str text)
{
    if (str_is_empty(text))
        statement->calls->bind_null(statement, parameter);
    else
        statement->calls->bind_text(statement, parameter, text);
}

static inline void sql_bind_blob(struct sql_statement *statement, int parameter, const void *bytes,
                                 size_t size)
{
    statement->calls->bind_blob(statement, parameter, bytes, size);
}

static inline void sql_bind_int(struct sql_statement *statement, int parameter, int64_t number)
{
    statement->calls->bind_int(statement, parameter, number);
}

/* The next row is there; ERR_NOT_FOUND when there is none. */
MUST_CHECK static inline enum err sql_row(struct sql_statement *statement)
{
    return statement->calls->row(statement);
}

/*
 * A change, inside the transaction. ERR_NOT_FOUND when no row was there to be changed, ERR_EXISTS
 * when a primary key or a unique one is taken; nothing was written then.
 */
MUST_CHECK static inline enum err sql_change(struct sql_statement *statement)
{
    return statement->calls->change(statement);
}

/* A change that returns rows: the next of them is there; ERR_NOT_FOUND behind the last. */
MUST_CHECK static inline enum err sql_changed_row(struct sql_statement *statement)
{
    return statement->calls->changed_row(statement);
}

/* How many rows the change was. */
static inline int64_t sql_changes(struct sql_statement *statement)
{
    return statement->calls->changes(statement);
}

/* A text or bytes of the row, NULL as the empty one; good until the next row. */
static inline struct str sql_borrow(struct sql_statement *statement, int column)
{
    return statement->calls->borrow(statement, column);
}

static inline struct str sql_text(struct arena *arena, struct sql_statement *statement, int column)
{
    return arena_copy(arena, sql_borrow(statement, column));
}

static inline int64_t sql_int(struct sql_statement *statement, int column)
{
    return statement->calls->integer(statement, column);
}
