/*
 * The statements of the tables as SQLite has them: each stands for the prepared one of its view.
 */
#include "store/tables/sql.h"

#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

static struct sqlite_sql *sqlite_sql(struct sql_statement *statement)
{
    return (struct sqlite_sql *)statement;
}

static struct sql_statement *take(struct store_view *base, enum sql which)
{
    struct sqlite_view *view = sqlite_view(base);
    struct sqlite_sql *sql = &view->shared[which];
    sql->prepared = statement_take(view, (enum sqlite_statement)which);
    return &sql->base;
}

static void give_back(struct sql_statement *statement)
{
    statement_give_back(&sqlite_sql(statement)->prepared);
}

static void text(struct sql_statement *statement, int parameter, struct str value)
{
    bind_text(sqlite_sql(statement)->prepared, parameter, value);
}

static void null(struct sql_statement *statement, int parameter)
{
    bind_text_or_null(sqlite_sql(statement)->prepared, parameter, STR(""));
}

static void blob(struct sql_statement *statement, int parameter, const void *bytes, size_t size)
{
    bind_blob(sqlite_sql(statement)->prepared, parameter, bytes, size);
}

static void number(struct sql_statement *statement, int parameter, int64_t value)
{
    bind_int(sqlite_sql(statement)->prepared, parameter, value);
}

static enum err row(struct sql_statement *statement)
{
    struct sqlite_sql *sql = sqlite_sql(statement);
    return statement_row(sql->view, sql->prepared);
}

static enum err change(struct sql_statement *statement)
{
    struct sqlite_sql *sql = sqlite_sql(statement);
    return statement_change(sql->view, sql->prepared);
}

static enum err changed_row(struct sql_statement *statement)
{
    struct sqlite_sql *sql = sqlite_sql(statement);
    return statement_changed_row(sql->view, sql->prepared);
}

static int64_t changes(struct sql_statement *statement)
{
    return sqlite3_changes64(sqlite_sql(statement)->view->connection);
}

static struct str borrow(struct sql_statement *statement, int column)
{
    return column_borrow(sqlite_sql(statement)->prepared, column);
}

static int64_t integer(struct sql_statement *statement, int column)
{
    return column_int(sqlite_sql(statement)->prepared, column);
}

const struct sql_calls sqlite_sql_calls = {
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
