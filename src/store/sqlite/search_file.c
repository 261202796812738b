/*
 * Failure modes: a statement fails (disk full): the pass is rolled back by the caller and tried
 * again. The file is damaged: the caller makes it anew. Nothing here is ever the only copy of
 * anything.
 */
#include "store/sqlite/search_file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/sqlite/failure.h"
#include "store/sqlite/migrate.h"
#include "store/sqlite/statement.h"

/* Both take the same values in the same order, the place last. */
static const char contact_add_sql[] = "INSERT INTO contact (custom"
#define FIELD(member, name, kind) ", " #member
#include "contact/search_fields.def"
                                      ", place) VALUES (?"
#define FIELD(member, name, kind) ", ?"
#include "contact/search_fields.def"
                                      ", ?)";

static const char contact_change_sql[] = "UPDATE contact SET custom = ?"
#define FIELD(member, name, kind) ", " #member " = ?"
#include "contact/search_fields.def"
                                         " WHERE place = ?";

static const struct {
    const char *sql;
} statements[SEARCH_SQL_COUNT] = {
#define STATEMENT_OF_SEARCH(name, text) [SEARCH_SQL_##name] = {.sql = text},
#include "store/sqlite/search_statements.def"
#undef STATEMENT_OF_SEARCH
};

/*
 * Pages of 16 KiB: whoever reads all of them makes an eighth of the calls. The indexer's cache
 * holds the inner pages of every index and what a pass makes dirty; a reader reads far more than
 * any cache.
 */
#define PRAGMAS_WRITER                                                                \
    "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" \
    "PRAGMA cache_size = -32768"
/* Nobody else may look at it before it is whole, and after a crash it is begun anew. */
#define PRAGMAS_BUILDER                                                                     \
    "PRAGMA page_size = 16384; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF;" \
    "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536"
#define PRAGMAS_READER \
    "PRAGMA query_only = 1; PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY"

/* Another process may be indexing the same store. */
enum { SEARCH_BUSY_TIMEOUT_MS = 1000 };

/* ---- opening ----------------------------------------------------------------------------------
 */

static int open_connection(const char *path, int access, const char *pragmas, sqlite3 **connection)
{
    int code = sqlite3_open_v2(path, connection,
                               access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_busy_timeout(*connection, SEARCH_BUSY_TIMEOUT_MS);
    return sqlite3_exec(*connection, pragmas, NULL, NULL, NULL);
}

int search_file_open_reader(const char *path, sqlite3 **connection)
{
    return open_connection(path, SQLITE_OPEN_READONLY, PRAGMAS_READER, connection);
}

static int prepare(struct search_file *file)
{
    for (size_t i = 0; i < SEARCH_SQL_COUNT; i++) {
        int code = sqlite3_prepare_v3(file->connection, statements[i].sql, -1,
                                      SQLITE_PREPARE_PERSISTENT, &file->statements[i], NULL);
        if (code != SQLITE_OK)
            return code;
    }
    return SQLITE_OK;
}

void search_file_close(struct search_file *file)
{
    for (size_t i = 0; i < SEARCH_SQL_COUNT; i++)
        sqlite3_finalize(file->statements[i]);
    sqlite3_close(file->connection);
    *file = (struct search_file){0};
}

/* Its log goes with it: SQLite would take it for that of the next file of this name. */
static void remove_file(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = sqlite3_mprintf("%s%s", path, suffixes[i]);
        if (name)
            unlink(name);
        sqlite3_free(name);
    }
}

static int read_version(sqlite3 *connection, int *version)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(connection, "PRAGMA user_version", -1, &statement, NULL);
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        *version = sqlite3_column_int(statement, 0);
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    return code;
}

static bool is_absent(const char *path)
{
    return access(path, F_OK) != 0 && errno == ENOENT;
}

/* *useless: there is none, or it is not what this program makes. */
static int try_open(const char *path, struct search_file *file, bool *useless)
{
    int version = 0;
    *useless = is_absent(path);
    if (*useless)
        return SQLITE_OK;
    int code = open_connection(path, SQLITE_OPEN_READWRITE, PRAGMAS_WRITER, &file->connection);
    if (code == SQLITE_OK)
        code = read_version(file->connection, &version);
    *useless = code == SQLITE_OK && version != (int)search_migration_count;
    if (code == SQLITE_OK && !*useless)
        code = prepare(file);
    *useless = *useless || failure_is_damage(file->connection);
    return code;
}

enum err search_file_open(const char *path, struct search_file *file)
{
    bool useless = false;
    *file = (struct search_file){0};
    int code = try_open(path, file, &useless);
    if (useless)
        return ERR_NOT_FOUND;
    return code == SQLITE_OK ? ERR_NONE : failure_report(file->connection, "open the search file");
}

/* ---- making -----------------------------------------------------------------------------------
 */

static int make_schema(sqlite3 *connection)
{
    int code = SQLITE_OK;
    char sql[64];
    for (size_t i = 0; code == SQLITE_OK && i < search_migration_count; i++)
        code = sqlite3_exec(connection, search_migrations[i].sql, NULL, NULL, NULL);
    snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", search_migration_count);
    return code == SQLITE_OK ? sqlite3_exec(connection, sql, NULL, NULL, NULL) : code;
}

/* With the mode of the store's own file, which SQLite would not give it. */
static int make_empty(const char *path)
{
    int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0)
        return SQLITE_CANTOPEN;
    close(fd);
    return SQLITE_OK;
}

/* Another process may be at it: then SQLITE_BUSY. */
static int take_place(const char *path)
{
    sqlite3 *connection = NULL;
    int code = open_connection(path, SQLITE_OPEN_READWRITE, "BEGIN EXCLUSIVE", &connection);
    sqlite3_close(connection);
    if ((code & 0xff) == SQLITE_BUSY)
        return code;
    remove_file(path); /* what somebody left half made */
    return make_empty(path);
}

enum err search_file_create(const char *path, struct search_file *file)
{
    *file = (struct search_file){0};
    int code = make_empty(path);
    if (code == SQLITE_OK)
        code = take_place(path);
    if ((code & 0xff) == SQLITE_BUSY)
        return ERR_STORE_UNAVAILABLE;
    if (code == SQLITE_OK)
        code = open_connection(path, SQLITE_OPEN_READWRITE, PRAGMAS_BUILDER, &file->connection);
    if (code == SQLITE_OK)
        code = make_schema(file->connection);
    if (code == SQLITE_OK)
        code = prepare(file);
    return code == SQLITE_OK ? ERR_NONE : failure_report(file->connection, "make the search file");
}

static enum err flush(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    int failed = fd < 0 || fsync(fd) != 0;
    if (fd >= 0)
        close(fd);
    return failed ? ERR_STORE_UNAVAILABLE : ERR_NONE;
}

enum err search_file_publish(const char *made, const char *path)
{
    enum err err = flush(made);
    if (err)
        return err;
    remove_file(path);
    return rename(made, path) == 0 ? ERR_NONE : ERR_STORE_UNAVAILABLE;
}

/* ---- statements -------------------------------------------------------------------------------
 */

sqlite3_stmt *search_file_take(struct search_file *file, enum search_statement which)
{
    return file->statements[which];
}

enum err search_file_row(struct search_file *file, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return ERR_NONE;
    return code == SQLITE_DONE ? ERR_NOT_FOUND
                               : failure_report(file->connection, "read the search file");
}

enum err search_file_done(struct search_file *file, sqlite3_stmt *statement)
{
    enum err err = search_file_row(file, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err run(struct search_file *file, enum search_statement which)
{
    STATEMENT statement = search_file_take(file, which);
    return search_file_done(file, statement);
}

enum err search_file_run(struct search_file *file, enum search_statement which, int64_t first,
                         int64_t second)
{
    STATEMENT statement = search_file_take(file, which);
    bind_int(statement, 1, first);
    if (sqlite3_bind_parameter_count(statement) > 1)
        bind_int(statement, 2, second);
    return search_file_done(file, statement);
}

/* ---- passes -----------------------------------------------------------------------------------
 */

enum err search_file_state(struct search_file *file, struct search_file_state *state)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_STATE);
    enum err err = search_file_row(file, statement);
    *state = (struct search_file_state){.built = !err};
    if (!err)
        state->seq = column_int(statement, 0);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err search_file_knows(struct search_file *file, int64_t fold)
{
    STATEMENT statement = search_file_take(file, SEARCH_SQL_FOLD_KNOWN);
    bind_int(statement, 1, fold);
    return search_file_row(file, statement);
}

enum err search_file_begin(struct search_file *file)
{
    return run(file, SEARCH_SQL_BEGIN);
}

void search_file_rollback(struct search_file *file)
{
    if (!sqlite3_get_autocommit(file->connection) && run(file, SEARCH_SQL_ROLLBACK))
        assert(sqlite3_get_autocommit(file->connection));
}

enum err search_file_commit_part(struct search_file *file)
{
    return run(file, SEARCH_SQL_COMMIT);
}

enum err search_file_commit(struct search_file *file, int64_t fold, int64_t known, int64_t seq)
{
    enum err err = search_file_run(file, SEARCH_SQL_FOLD_FORGET, known, 0);
    if (!err)
        err = search_file_run(file, SEARCH_SQL_FOLD_ADD, fold, 0);
    if (!err)
        err = run(file, SEARCH_SQL_STATE_CLEAR);
    if (!err)
        err = search_file_run(file, SEARCH_SQL_STATE_SET, seq, 0);
    return err ? err : run(file, SEARCH_SQL_COMMIT);
}
