/*
 * The happy path of putting a contact: find its row by the id; give it a place when it has none;
 * write the row; write tags and words only where they differ from the row's.
 *
 * Failure modes: a statement fails (disk full): the pass is rolled back by the caller and tried
 * again. The file is damaged: reading or writing it fails as ERR_STORE_FAILED, and the caller makes
 * it anew. Nothing here is ever the only copy of anything.
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
#include "store/sqlite/search_place.h"
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

static const char *const statement_sql[SEARCH_SQL_COUNT] = {
#define STATEMENT_OF_SEARCH(name, sql) [SEARCH_SQL_##name] = sql,
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
        int code = sqlite3_prepare_v3(file->connection, statement_sql[i], -1,
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

static sqlite3_stmt *take(struct search_file *file, enum search_statement which)
{
    return file->statements[which];
}

static enum err row(struct search_file *file, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return ERR_NONE;
    return code == SQLITE_DONE ? ERR_NOT_FOUND
                               : failure_report(file->connection, "read the search file");
}

static enum err done(struct search_file *file, sqlite3_stmt *statement)
{
    enum err err = row(file, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err run(struct search_file *file, enum search_statement which)
{
    STATEMENT statement = take(file, which);
    return done(file, statement);
}

/* With one or two numbers. */
static enum err run_with(struct search_file *file, enum search_statement which, int64_t first,
                         int64_t second)
{
    STATEMENT statement = take(file, which);
    bind_int(statement, 1, first);
    if (sqlite3_bind_parameter_count(statement) > 1)
        bind_int(statement, 2, second);
    return done(file, statement);
}

/* ---- passes -----------------------------------------------------------------------------------
 */

enum err search_file_state(struct search_file *file, struct search_file_state *state)
{
    STATEMENT statement = take(file, SEARCH_SQL_STATE);
    enum err err = row(file, statement);
    *state = (struct search_file_state){.built = !err};
    if (!err)
        state->seq = column_int(statement, 0);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

enum err search_file_knows(struct search_file *file, int64_t fold)
{
    STATEMENT statement = take(file, SEARCH_SQL_FOLD_KNOWN);
    bind_int(statement, 1, fold);
    return row(file, statement);
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
    enum err err = run_with(file, SEARCH_SQL_FOLD_FORGET, known, 0);
    if (!err)
        err = run_with(file, SEARCH_SQL_FOLD_ADD, fold, 0);
    if (!err)
        err = run(file, SEARCH_SQL_STATE_CLEAR);
    if (!err)
        err = run_with(file, SEARCH_SQL_STATE_SET, seq, 0);
    return err ? err : run(file, SEARCH_SQL_COMMIT);
}

/* ---- places -----------------------------------------------------------------------------------
 */

/* ERR_NOT_FOUND when nothing of the location is in the file. */
static enum err find_location(struct search_file *file, struct str id, int64_t *number)
{
    STATEMENT statement = take(file, SEARCH_SQL_LOCATION_NUMBER);
    bind_text(statement, 1, id);
    enum err err = row(file, statement);
    if (!err)
        *number = column_int(statement, 0);
    return err;
}

static enum err add_location(struct search_file *file, struct str id)
{
    STATEMENT statement = take(file, SEARCH_SQL_LOCATION_ADD);
    bind_text(statement, 1, id);
    return done(file, statement);
}

/* ERR_OVERLOADED past PLACE_LOCATION_MAX: of so many locations the last cannot be searched. */
static enum err number_of(struct search_file *file, struct str id, int64_t *number)
{
    enum err err = find_location(file, id, number);
    if (err != ERR_NOT_FOUND)
        return err;
    err = add_location(file, id);
    if (!err)
        err = find_location(file, id, number);
    return !err && *number > PLACE_LOCATION_MAX ? ERR_OVERLOADED : err;
}

/* The seat behind the last one taken of a millisecond; `first` when none is. */
static enum err next_seat(struct search_file *file, int64_t first, int64_t *place)
{
    STATEMENT statement = take(file, SEARCH_SQL_CONTACT_LAST);
    bind_int(statement, 1, first);
    bind_int(statement, 2, first + PLACE_SEATS - 1);
    enum err err = row(file, statement);
    *place = first;
    if (!err && sqlite3_column_type(statement, 0) != SQLITE_NULL)
        *place = column_int(statement, 0) + 1;
    return err;
}

/*
 * Where a millisecond is full, those that follow are tried at doubled distances: a million contacts
 * of one date find their places in twenty steps, and those that came first stay first.
 */
static enum err choose_place(struct search_file *file, int64_t number, int64_t date_added_ms,
                             int64_t *place)
{
    enum err err = ERR_NONE;
    for (int64_t later_ms = 0; !err; later_ms = later_ms * 2 + 1) {
        int64_t first = place_of(number, date_added_ms + later_ms);
        err = next_seat(file, first, place);
        if (*place < first + PLACE_SEATS)
            break;
        if (date_added_ms + later_ms > PLACE_MS_MAX)
            return ERR_OVERLOADED;
    }
    return err;
}

/* ---- contacts ---------------------------------------------------------------------------------
 */

/* A contact as the file has it. */
struct kept {
    int64_t place;
    struct search_entry entry; /* its full_name, email, phone, company_name, tags, words */
};

static enum err find_contact(struct search_file *file, struct arena *arena, int64_t number,
                             struct str id, struct kept *kept)
{
    STATEMENT statement = take(file, SEARCH_SQL_CONTACT_FIND);
    bind_text(statement, 1, id);
    bind_int(statement, 2, place_first(number));
    bind_int(statement, 3, place_last(number));
    enum err err = row(file, statement);
    if (err)
        return err;
    *kept = (struct kept){
        .place = column_int(statement, 0),
        .entry =
            {
                .full_name = column_text(arena, statement, 1),
                .email = column_text(arena, statement, 2),
                .phone = column_text(arena, statement, 3),
                .company_name = column_text(arena, statement, 4),
                .tags = column_text(arena, statement, 5),
            },
    };
    kept->entry.words = search_entry_words(arena, &kept->entry);
    return ERR_NONE;
}

static enum err change_words(struct search_file *file, enum search_statement which, int64_t place,
                             struct str words)
{
    STATEMENT statement = take(file, which);
    bind_int(statement, 1, place);
    bind_text(statement, 2, words);
    return done(file, statement);
}

/* Each of the texts of a list column (contact/search_entry.h). */
static enum err change_tags(struct search_file *file, enum search_statement which, int64_t place,
                            struct str tags)
{
    struct str rest = tags;
    struct str tag;
    enum err err = ERR_NONE;
    while (!err && str_cut(&rest, SEARCH_LIST_MARK[0], &tag)) {
        if (str_is_empty(tag))
            continue;
        STATEMENT statement = take(file, which);
        bind_text(statement, 1, tag);
        bind_int(statement, 2, place);
        err = done(file, statement);
    }
    return err;
}

static void bind_date(sqlite3_stmt *statement, int parameter, int64_t wall_ms)
{
    if (wall_ms != SEARCH_NO_DATE)
        bind_int(statement, parameter, wall_ms);
}

static enum err write_row(struct search_file *file, enum search_statement which, int64_t place,
                          const struct search_entry *entry)
{
    STATEMENT statement = take(file, which);
    int parameter = 1;
    bind_text(statement, parameter++, entry->custom);
#define BIND_TEXT(value)          bind_text(statement, parameter++, value);
#define BIND_PHONE                BIND_TEXT
#define BIND_WORD                 BIND_TEXT
#define BIND_ID                   BIND_TEXT
#define BIND_TEXTS                BIND_TEXT
#define BIND_WORDS                BIND_TEXT
#define BIND_FLAG(value)          bind_int(statement, parameter++, value);
#define BIND_DATE(value)          bind_date(statement, parameter++, value);
#define FIELD(member, name, kind) BIND_##kind(entry->member)
#include "contact/search_fields.def"
    bind_int(statement, parameter, place);
    return done(file, statement);
}

static enum err add_contact(struct search_file *file, int64_t number,
                            const struct search_entry *entry)
{
    int64_t place;
    enum err err = choose_place(file, number, entry->date_added, &place);
    if (!err)
        err = write_row(file, SEARCH_SQL_CONTACT_ADD, place, entry);
    if (!err)
        err = change_words(file, SEARCH_SQL_WORDS_ADD, place, entry->words);
    if (!err)
        err = change_tags(file, SEARCH_SQL_TAG_ADD, place, entry->tags);
    return err ? err : run_with(file, SEARCH_SQL_LOCATION_COUNT, number, 1);
}

static enum err update_contact(struct search_file *file, const struct kept *kept,
                               const struct search_entry *entry)
{
    enum err err = write_row(file, SEARCH_SQL_CONTACT_CHANGE, kept->place, entry);
    if (!err && !str_eq(kept->entry.words, entry->words)) {
        err = change_words(file, SEARCH_SQL_WORDS_REMOVE, kept->place, kept->entry.words);
        if (!err)
            err = change_words(file, SEARCH_SQL_WORDS_ADD, kept->place, entry->words);
    }
    if (!err && !str_eq(kept->entry.tags, entry->tags)) {
        err = change_tags(file, SEARCH_SQL_TAG_REMOVE, kept->place, kept->entry.tags);
        if (!err)
            err = change_tags(file, SEARCH_SQL_TAG_ADD, kept->place, entry->tags);
    }
    return err;
}

enum err search_file_put(struct search_file *file, struct arena *arena, struct str location_id,
                         const struct search_entry *entry)
{
    int64_t number;
    struct kept kept;
    enum err err = number_of(file, location_id, &number);
    if (err)
        return err;
    err = find_contact(file, arena, number, entry->id, &kept);
    if (err == ERR_NOT_FOUND)
        return add_contact(file, number, entry);
    return err ? err : update_contact(file, &kept, entry);
}

static enum err remove_kept(struct search_file *file, int64_t number, const struct kept *kept)
{
    enum err err = change_words(file, SEARCH_SQL_WORDS_REMOVE, kept->place, kept->entry.words);
    if (!err)
        err = change_tags(file, SEARCH_SQL_TAG_REMOVE, kept->place, kept->entry.tags);
    if (!err)
        err = run_with(file, SEARCH_SQL_CONTACT_REMOVE, kept->place, 0);
    if (!err)
        err = run_with(file, SEARCH_SQL_LOCATION_COUNT, number, -1);
    return err ? err : run_with(file, SEARCH_SQL_LOCATION_REMOVE, number, 0);
}

enum err search_file_remove_contact(struct search_file *file, struct arena *arena,
                                    struct str location_id, struct str id)
{
    int64_t number;
    struct kept kept;
    enum err err = find_location(file, location_id, &number);
    if (!err)
        err = find_contact(file, arena, number, id, &kept);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    return remove_kept(file, number, &kept);
}
