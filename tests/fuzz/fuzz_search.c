/*
 * Any bytes as the body of a search. Whatever is taken must become SQL that the search file's
 * schema knows and that runs.
 */
#include <assert.h>

#include "contact/search.h"
#include "store/sqlite/migrate.h"
#include "store/sqlite/search_dialect.h"
#include "store/sqlite/search_function.h"

static const struct custom_field definitions[] = {
    {.id = STR_INIT("boxes"), .type = CUSTOM_FIELD_TEXTBOX_LIST},
    {.id = STR_INIT("choice"), .type = CUSTOM_FIELD_CHECKBOX},
    {.id = STR_INIT("day"), .type = CUSTOM_FIELD_DATE},
    {.id = STR_INIT("number"), .type = CUSTOM_FIELD_NUMERICAL},
    {.id = STR_INIT("phone"), .type = CUSTOM_FIELD_PHONE},
    {.id = STR_INIT("text"), .type = CUSTOM_FIELD_TEXT},
};

static const struct custom_fields custom_fields = {definitions,
                                                   sizeof definitions / sizeof *definitions};

static sqlite3 *schema(void)
{
    static sqlite3 *connection;
    if (connection)
        return connection;
    int code = sqlite3_open(":memory:", &connection);
    for (size_t i = 0; code == SQLITE_OK && i < search_migration_count; i++)
        code = sqlite3_exec(connection, search_migrations[i].sql, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = search_function_register(connection);
    assert(code == SQLITE_OK);
    return connection;
}

static void bind(sqlite3_stmt *statement, int parameter, const struct search_bind *value)
{
    const char *text = value->text.len > 0 ? value->text.ptr : "";
    if (value->kind == SEARCH_BIND_TEXT)
        sqlite3_bind_text(statement, parameter, text, (int)value->text.len, SQLITE_TRANSIENT);
    else if (value->kind == SEARCH_BIND_INT)
        sqlite3_bind_int64(statement, parameter, value->integer);
    else
        sqlite3_bind_double(statement, parameter, value->real);
}

static void run(struct search_sql *sql)
{
    sqlite3_stmt *statement = NULL;
    assert(!sql->text.overflowed);
    int code = sqlite3_prepare_v2(schema(), sql->text.ptr, (int)sql->text.len, &statement, NULL);
    assert(code == SQLITE_OK);
    for (size_t i = 0; i < sql->bind_count; i++)
        bind(statement, (int)i + 1, &sql->binds[i]);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        continue;
    assert(code == SQLITE_DONE);
    sqlite3_finalize(statement);
    search_sql_release(sql);
}

static void search_with(struct arena *arena, const struct json *body)
{
    const struct search_rules rules = {&custom_fields, STR("US")};
    const struct search_range range = {.first = 0, .last = INT64_MAX, .after = 7};
    struct search search;
    struct search_sql sql;
    struct faults faults;
    struct str unknown;
    faults_init(&faults, arena);
    enum err err = search_read(body, &rules, arena, &search, &faults, &unknown);
    assert((err == ERR_SEARCH_FIELD_UNKNOWN) == !str_is_empty(unknown) || err == ERR_BODY_INVALID);
    if (err)
        return;
    assert(faults.count == 0 && search.limit >= 1 && search.limit <= SEARCH_LIMIT_MAX);
    search_sql_page(&sql, &sqlite_search_dialect, arena, &search, &range);
    run(&sql);
    search_sql_total(&sql, &sqlite_search_dialect, arena, &search, &range);
    run(&sql);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    const struct json *body;
    struct json_malformed malformed;
    arena_init(&arena);
    struct str text = {(const char *)data, size};
    if (json_parse(&arena, text, &body, &malformed) == ERR_NONE && json_type(body) == JSON_OBJECT)
        search_with(&arena, body);
    arena_release(&arena);
    return 0;
}
