/*
 * What SQLite means to do for a statement: which index it reads.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "store/sqlite/sql.h"
#include "store_fixture.h"

/* The first of a statement's plan that reads tasks. */
static void assert_reads_an_index_alone(struct store_fixture *fixture, const char *sql)
{
    sqlite3 *raw;
    sqlite3_stmt *plan;
    char *explain = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    assert_int_equal(sqlite3_open(fixture->path, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, explain, -1, &plan, NULL), SQLITE_OK);
    bool found = false;
    while (!found && sqlite3_step(plan) == SQLITE_ROW)
        found =
            strstr((const char *)sqlite3_column_text(plan, 3), "item USING COVERING INDEX task_");
    assert_true(found);
    sqlite3_finalize(plan);
    sqlite3_close(raw);
    sqlite3_free(explain);
}

/* What was added to a table lies behind the document, which may be long. */
static void a_search_of_tasks_reads_no_document_that_it_does_not_answer_with(void **state)
{
    struct store_fixture *fixture = *state;
    static const struct {
        const char *name;
        const char *sql;
    } statements[] = {
#define READ(name, sql) {#name, sql},
#define ROW(name, sql)
#define HELD(name, sql)
#define TURN(name, sql)
#define WRITE(name, sql)
#include "store/tables/statements.def"
    };
    int searches = 0;
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (strncmp(statements[i].name, "TASK_SEARCH", strlen("TASK_SEARCH")) != 0)
            continue;
        assert_reads_an_index_alone(fixture, statements[i].sql);
        searches++;
    }
    assert_int_equal(searches, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_search_of_tasks_reads_no_document_that_it_does_not_answer_with),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
