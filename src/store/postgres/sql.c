/*
 * The statements of the tables as PostgreSQL has them: the first look at a row runs it, and brings
 * all rows at once.
 */
#include <assert.h>
#include <string.h>

#include "store/postgres/database.h"
#include "store/postgres/statement.h"

static struct pg_sql *pg_sql(struct sql_statement *statement)
{
    return (struct pg_sql *)statement;
}

static struct sql_statement *take(struct store_view *base, enum sql which)
{
    struct pg_sql *sql = &pg_view(base)->statements[which];
    assert(!sql->result);
    sql->parameters.count = 0;
    sql->row = 0;
    return &sql->base;
}

static void give_back(struct sql_statement *statement)
{
    struct pg_sql *sql = pg_sql(statement);
    PQclear(sql->result);
    sql->result = NULL;
    arena_release(&sql->arena);
}

/* PostgreSQL keeps no U+0000 in a text: a blank stands for it. */
static struct str without_nul(struct arena *arena, struct str value)
{
    if (value.len == 0 || !memchr(value.ptr, '\0', value.len))
        return value;
    char *copy = arena_alloc(arena, value.len);
    for (size_t i = 0; i < value.len; i++)
        copy[i] = value.ptr[i] == '\0' ? ' ' : value.ptr[i];
    return (struct str){copy, value.len};
}

static void text(struct sql_statement *statement, int parameter, struct str value)
{
    struct pg_sql *sql = pg_sql(statement);
    parameter_text(&sql->parameters, parameter, without_nul(&sql->arena, value));
}

static void null(struct sql_statement *statement, int parameter)
{
    parameter_text_or_null(&pg_sql(statement)->parameters, parameter, STR(""));
}

static void blob(struct sql_statement *statement, int parameter, const void *bytes, size_t size)
{
    parameter_blob(&pg_sql(statement)->parameters, parameter, bytes, size);
}

static void number(struct sql_statement *statement, int parameter, int64_t value)
{
    parameter_int(&pg_sql(statement)->parameters, parameter, value);
}

static enum err run(struct pg_sql *sql)
{
    return pg_run(sql->view, sql->statement, &sql->parameters, &sql->result);
}

static enum err row(struct sql_statement *statement)
{
    struct pg_sql *sql = pg_sql(statement);
    enum err err = sql->result ? ERR_NONE : run(sql);
    if (err)
        return err;
    return sql->row++ < PQntuples(sql->result) ? ERR_NONE : ERR_NOT_FOUND;
}

static int64_t changes(struct sql_statement *statement)
{
    return result_changes(pg_sql(statement)->result);
}

static enum err change(struct sql_statement *statement)
{
    struct pg_sql *sql = pg_sql(statement);
    sql->view->tx->wrote = true;
    enum err err = run(sql);
    if (err || changes(statement) > 0)
        return err;
    return pg_statement_finds_taken(sql->statement) ? ERR_EXISTS : ERR_NOT_FOUND;
}

static enum err changed_row(struct sql_statement *statement)
{
    pg_sql(statement)->view->tx->wrote = true;
    return row(statement);
}

/* The row that was last said to be there. */
static struct str borrow(struct sql_statement *statement, int column)
{
    const struct pg_sql *sql = pg_sql(statement);
    return result_text(sql->result, sql->row - 1, column);
}

static int64_t integer(struct sql_statement *statement, int column)
{
    const struct pg_sql *sql = pg_sql(statement);
    return result_int(sql->result, sql->row - 1, column);
}

const struct sql_calls pg_sql_calls = {
    .take = take,
    .give_back = give_back,
    .bind_text = text,
    .bind_null = null,
    .bind_blob = blob,
    .bind_int = number,
    .row = row,
    .change = change,
    .changed_row = changed_row,
    .changes = changes,
    .borrow = borrow,
    .integer = integer,
};
