/*
 * The happy path: one transaction, so that page and total are of one moment. The page first: when
 * it is not full, it has told the total. Otherwise the total is the location's number of contacts,
 * or is counted.
 */
#include "store/sqlite/search_reader.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/memory.h"
#include "store/search/search_sql.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/search_dialect.h"
#include "store/sqlite/search_file.h"
#include "store/sqlite/search_function.h"
#include "store/sqlite/search_place.h"
#include "store/sqlite/statement.h"

struct search_reader {
    sqlite3 *connection;
    const atomic_bool *refusing; /* the readers' */
    int64_t until_ns;            /* of the search under way */
    unsigned generation;         /* of the file it reads */
    struct search_reader *next;  /* while nobody has it */
};

struct search_readers {
    char *path;
    atomic_bool refusing;
    pthread_mutex_t mutex; /* of what is below */
    struct search_reader *idle;
    unsigned generation; /* counts how often the file was made anew */
};

/* ---- connections ------------------------------------------------------------------------------
 */

struct search_readers *search_readers_new(const char *path)
{
    struct search_readers *readers = memory_alloc(sizeof *readers);
    *readers = (struct search_readers){.mutex = PTHREAD_MUTEX_INITIALIZER};
    size_t size = strlen(path) + 1;
    readers->path = memcpy(memory_alloc(size), path, size);
    return readers;
}

static void close_reader(struct search_reader *reader)
{
    sqlite3_close(reader->connection);
    free(reader);
}

void search_readers_let_go(struct search_readers *readers)
{
    pthread_mutex_lock(&readers->mutex);
    readers->generation++;
    while (readers->idle) {
        struct search_reader *reader = readers->idle;
        readers->idle = reader->next;
        close_reader(reader);
    }
    pthread_mutex_unlock(&readers->mutex);
}

void search_readers_free(struct search_readers *readers)
{
    if (!readers)
        return;
    search_readers_let_go(readers);
    pthread_mutex_destroy(&readers->mutex);
    free(readers->path);
    free(readers);
}

/* So often SQLite asks whether to go on: every millisecond or so. */
enum { STEPS_BETWEEN_LOOKS = 10000 };

static int is_to_end(void *context)
{
    const struct search_reader *reader = context;
    return atomic_load(reader->refusing) || clock_mono_ns() > reader->until_ns;
}

/* NULL, with a line in the log, when there is none to be had. */
static struct search_reader *open_reader(struct search_readers *readers, unsigned generation)
{
    struct search_reader *reader = memory_alloc(sizeof *reader);
    *reader = (struct search_reader){.refusing = &readers->refusing, .generation = generation};
    int code = search_file_open_reader(readers->path, &reader->connection);
    if (code == SQLITE_OK)
        code = search_function_register(reader->connection);
    if (code == SQLITE_OK) {
        sqlite3_progress_handler(reader->connection, STEPS_BETWEEN_LOOKS, is_to_end, reader);
        return reader;
    }
    failure_log(reader->connection, "open the search file");
    close_reader(reader);
    return NULL;
}

static struct search_reader *acquire(struct search_readers *readers)
{
    pthread_mutex_lock(&readers->mutex);
    struct search_reader *reader = readers->idle;
    if (reader)
        readers->idle = reader->next;
    unsigned generation = readers->generation;
    pthread_mutex_unlock(&readers->mutex);
    return reader ? reader : open_reader(readers, generation);
}

static void release(struct search_readers *readers, struct search_reader *reader)
{
    pthread_mutex_lock(&readers->mutex);
    bool stale = reader->generation != readers->generation;
    if (!stale) {
        reader->next = readers->idle;
        readers->idle = reader;
    }
    pthread_mutex_unlock(&readers->mutex);
    if (stale)
        close_reader(reader);
}

/* ---- statements -------------------------------------------------------------------------------
 */

static void finalize(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
}

#define STATEMENT_ONCE __attribute__((cleanup(finalize))) sqlite3_stmt *

static enum err prepare(sqlite3 *connection, struct str text, sqlite3_stmt **statement)
{
    int code = sqlite3_prepare_v3(connection, text.ptr, (int)text.len, 0, statement, NULL);
    return code == SQLITE_OK ? ERR_NONE : failure_report(connection, "prepare a search");
}

static enum err prepare_search(sqlite3 *connection, const struct search_sql *sql,
                               sqlite3_stmt **statement)
{
    if (sql->text.overflowed)
        return ERR_STORE_FAILED;
    enum err err = prepare(connection, buf_str(&sql->text), statement);
    if (err)
        return err;
    for (size_t i = 0; i < sql->bind_count; i++) {
        const struct search_bind *bind = &sql->binds[i];
        int parameter = (int)i + 1;
        if (bind->kind == SEARCH_BIND_TEXT)
            bind_text(*statement, parameter, bind->text);
        else if (bind->kind == SEARCH_BIND_INT)
            bind_int(*statement, parameter, bind->integer);
        else
            sqlite3_bind_double(*statement, parameter, bind->real);
    }
    return ERR_NONE;
}

static enum err step(sqlite3 *connection, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return ERR_NONE;
    if (code == SQLITE_INTERRUPT)
        return ERR_SEARCH_TOO_LONG;
    return code == SQLITE_DONE ? ERR_NOT_FOUND : failure_report(connection, "search");
}

/* ---- one search -------------------------------------------------------------------------------
 */

struct running {
    sqlite3 *connection;
    struct arena *arena;
    const struct search *search;
    struct search_range location; /* all its places */
    int64_t contacts;             /* in it */
    struct search_range page;
};

/* ERR_NOT_FOUND when nothing of the location is in the file. */
static enum err find_location(struct running *running, struct str location_id)
{
    STATEMENT_ONCE statement = NULL;
    enum err err = prepare(running->connection,
                           STR("SELECT number, contacts FROM location WHERE id = ?1"), &statement);
    if (err)
        return err;
    bind_text(statement, 1, location_id);
    err = step(running->connection, statement);
    if (err)
        return err;
    int64_t number = column_int(statement, 0);
    running->contacts = column_int(statement, 1);
    running->location =
        (struct search_range){.first = place_first(number), .last = place_last(number)};
    return ERR_NONE;
}

static enum err find_place(struct running *running, struct str id, int64_t *place)
{
    STATEMENT_ONCE statement = NULL;
    enum err err = prepare(running->connection,
                           STR("SELECT place FROM contact INDEXED BY contact_by_id"
                               " WHERE id = ?1 AND +place BETWEEN ?2 AND ?3"),
                           &statement);
    if (err)
        return err;
    bind_text(statement, 1, id);
    bind_int(statement, 2, running->location.first);
    bind_int(statement, 3, running->location.last);
    err = step(running->connection, statement);
    if (!err)
        *place = column_int(statement, 0);
    return err;
}

/*
 * In the default order the page begins below the contact it comes after or, when that is gone, with
 * the millisecond that it was added in: one may be seen twice, none is left out.
 */
static enum err find_page(struct running *running)
{
    const struct search *search = running->search;
    running->page = running->location;
    if (!search->has_after)
        return ERR_NONE;
    int64_t place = 0;
    enum err err = find_place(running, search->after_id, &place);
    if (err && err != ERR_NOT_FOUND)
        return err;
    if (search->sort_count > 0) {
        running->page.after = place;
        return err == ERR_NOT_FOUND ? ERR_SEARCH_AFTER_UNKNOWN : err;
    }
    int64_t number = running->location.first >> (PLACE_MS_BITS + PLACE_SEAT_BITS);
    bool gone = err == ERR_NOT_FOUND;
    running->page.last = (gone ? place_of(number, search->after_ms + 1) : place) - 1;
    return ERR_NONE;
}

static enum err read_page(struct running *running, struct search_found *found)
{
    struct search_sql sql;
    STATEMENT_ONCE statement = NULL;
    search_sql_page(&sql, &sqlite_search_dialect, running->arena, running->search, &running->page);
    enum err err = prepare_search(running->connection, &sql, &statement);
    while (!err) {
        err = step(running->connection, statement);
        if (!err)
            found->hits[found->count++] = (struct search_hit){
                .id = column_text(running->arena, statement, 0),
                .date_added_ms = column_int(statement, 1),
            };
    }
    search_sql_release(&sql);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err count_all(struct running *running, int64_t *total)
{
    struct search_sql sql;
    STATEMENT_ONCE statement = NULL;
    search_sql_total(&sql, &sqlite_search_dialect, running->arena, running->search,
                     &running->location);
    enum err err = prepare_search(running->connection, &sql, &statement);
    if (!err)
        err = step(running->connection, statement);
    if (!err)
        *total = column_int(statement, 0);
    search_sql_release(&sql);
    return err;
}

static enum err find_total(struct running *running, struct search_found *found)
{
    const struct search *search = running->search;
    if (search_page_tells_total(search, found))
        return ERR_NONE;
    found->total = running->contacts;
    return search_sql_is_whole(&sqlite_search_dialect, search) ? ERR_NONE
                                                               : count_all(running, &found->total);
}

/* Whatever file this connection has open, it may be one that was exchanged since. */
static enum err check_seq(struct running *running, int64_t seq)
{
    STATEMENT_ONCE statement = NULL;
    enum err err = prepare(running->connection, STR("SELECT seq FROM state"), &statement);
    if (!err)
        err = step(running->connection, statement);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_SEARCH_NOT_READY : err;
    return column_int(statement, 0) < seq ? ERR_SEARCH_NOT_READY : ERR_NONE;
}

static enum err run(struct running *running, struct str location_id, int64_t seq,
                    struct search_found *found)
{
    enum err err = check_seq(running, seq);
    if (!err)
        err = find_location(running, location_id);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    err = find_page(running);
    if (!err)
        err = read_page(running, found);
    return err ? err : find_total(running, found);
}

/* All of it sees one state of the file. */
static enum err run_whole(struct search_reader *reader, struct running *running,
                          struct str location_id, int64_t seq, struct search_found *found)
{
    enum err err = ERR_NONE;
    *found = (struct search_found){
        .hits = ARENA_ARRAY(running->arena, struct search_hit, (size_t)running->search->limit),
    };
    reader->until_ns = clock_mono_ns() + SEARCH_SECONDS_MAX * INT64_C(1000000000);
    if (sqlite3_exec(reader->connection, "BEGIN", NULL, NULL, NULL) != SQLITE_OK)
        err = failure_report(reader->connection, "begin a search");
    if (!err)
        err = run(running, location_id, seq, found);
    if (err == ERR_STORE_FAILED && failure_is_damage(reader->connection))
        err = ERR_NOT_FOUND;
    reader->until_ns = INT64_MAX;
    sqlite3_exec(reader->connection, "COMMIT", NULL, NULL, NULL);
    return err == ERR_SEARCH_TOO_LONG && atomic_load(reader->refusing) ? ERR_SEARCH_NOT_READY : err;
}

/* A connection to a file that is too old is closed, and one more is tried. */
enum err search_readers_run(struct search_readers *readers, struct arena *arena,
                            struct str location_id, int64_t seq, const struct search *search,
                            struct search_found *found)
{
    enum err err = ERR_SEARCH_NOT_READY;
    for (int tries = 0; err == ERR_SEARCH_NOT_READY && tries < 2; tries++) {
        struct search_reader *reader = acquire(readers);
        if (!reader)
            return ERR_STORE_FAILED;
        struct running running = {
            .connection = reader->connection, .arena = arena, .search = search};
        err = run_whole(reader, &running, location_id, seq, found);
        if (err == ERR_SEARCH_NOT_READY)
            close_reader(reader);
        else
            release(readers, reader);
    }
    return err;
}

void search_readers_refuse(struct search_readers *readers)
{
    atomic_store(&readers->refusing, true);
}
