/*
 * The happy path of a pass: what is marked is read from one state of the store, written into the
 * search file and flushed there. Made twice it changes nothing.
 *
 * Failure modes:
 *   - the search file is not of this store, or has missed marks: it is made anew, from all
 *     contacts; marks that come in meanwhile are kept for afterwards.
 *   - it is damaged: the same.
 *   - another process indexes the same store: passes exclude each other, each begins where the file
 *     is. If that process has made the file anew, this one finds a number in the store that its own
 *     does not know, and opens it again.
 */
#include "store/sqlite/search_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/rand.h"
#include "store/sqlite/failure.h"
#include "store/sqlite/search_mark.h"
#include "store/sqlite/search_reader.h"
#include "store/sqlite/statement.h"
#include "store/sqlite/tables.h"

/* A pass takes rows until it has so many contacts: some hundredths of a second of work. */
enum { PASS_CONTACTS = 1000, PASS_ROWS = 1000, BUILD_CONTACTS = 5000 };

/* A contact to be looked at. */
struct marked {
    struct str location_id;
    struct str id;
    int64_t date_added_ms;
    size_t turn; /* its number among the marked */
    bool gone;
};

struct marked_list {
    struct marked *items;
    size_t count, room;
};

/* The store as it was when the pass began. */
struct store_state {
    int64_t seq;     /* of the last mark that is forgotten */
    int64_t fold;    /* left by the pass that allowed it */
    int64_t seq_max; /* of the last mark */
};

/* ---- reading the store ------------------------------------------------------------------------
 */

static enum err read_state(struct sqlite_view *store, struct store_state *state)
{
    STATEMENT statement = statement_take(store, SQL_SEARCH_STATE);
    enum err err = statement_row(store, statement);
    if (!err)
        *state = (struct store_state){column_int(statement, 0), column_int(statement, 1),
                                      column_int(statement, 2)};
    return err;
}

static void add_marked(struct arena *arena, struct marked_list *list, struct marked marked)
{
    if (list->count == list->room) {
        size_t room = list->room > 0 ? list->room * 2 : PASS_CONTACTS;
        list->items =
            arena_grow(arena, list->items, list->room * sizeof marked, room * sizeof marked);
        list->room = room;
    }
    marked.turn = list->count;
    list->items[list->count++] = marked;
}

/* *seq is the last mark taken. */
static enum err read_marks(struct sqlite_view *store, struct arena *arena, int64_t *seq,
                           struct marked_list *list)
{
    STATEMENT statement = statement_take(store, SQL_SEARCH_PENDING);
    bind_int(statement, 1, *seq);
    bind_int(statement, 2, PASS_ROWS);
    enum err err = ERR_NONE;
    while (!err && list->count < PASS_CONTACTS) {
        err = statement_row(store, statement);
        if (err)
            break;
        struct marked marked = {0};
        struct str rest = column_text(arena, statement, 1);
        while (search_marks_next(&rest, &marked.location_id, &marked.id))
            add_marked(arena, list, marked);
        *seq = column_int(statement, 0);
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static int compare_ids(const void *a, const void *b)
{
    const struct marked *left = a;
    const struct marked *right = b;
    int order = str_compare(left->location_id, right->location_id);
    return order != 0 ? order : str_compare(left->id, right->id);
}

static int compare_turns(const struct marked *left, const struct marked *right)
{
    return (left->turn > right->turn) - (left->turn < right->turn);
}

static int compare_repeats(const void *a, const void *b)
{
    int order = compare_ids(a, b);
    return order != 0 ? order : compare_turns(a, b);
}

/* The order of places; those of one millisecond as they came. */
static int compare_dates(const void *a, const void *b)
{
    const struct marked *left = a;
    const struct marked *right = b;
    int order = str_compare(left->location_id, right->location_id);
    if (order == 0)
        order = (left->date_added_ms > right->date_added_ms) -
                (left->date_added_ms < right->date_added_ms);
    return order != 0 ? order : compare_turns(left, right);
}

/* A contact that was changed often is looked at once, in its first turn. */
static void remove_repeats(struct marked_list *list)
{
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (count == 0 || compare_ids(&list->items[count - 1], &list->items[i]) != 0)
            list->items[count++] = list->items[i];
    }
    list->count = count;
}

static enum err find_date(struct sqlite_view *store, struct marked *marked)
{
    STATEMENT statement = statement_take(store, SQL_CONTACT_DATE);
    bind_text(statement, 1, marked->location_id);
    bind_text(statement, 2, marked->id);
    enum err err = statement_row(store, statement);
    marked->gone = err == ERR_NOT_FOUND;
    if (!err)
        marked->date_added_ms = column_int(statement, 0);
    return marked->gone ? ERR_NONE : err;
}

static enum err arrange(struct sqlite_view *store, struct marked_list *list)
{
    enum err err = ERR_NONE;
    if (list->count == 0)
        return ERR_NONE;
    qsort(list->items, list->count, sizeof *list->items, compare_repeats);
    remove_repeats(list);
    for (size_t i = 0; !err && i < list->count; i++)
        err = find_date(store, &list->items[i]);
    qsort(list->items, list->count, sizeof *list->items, compare_dates);
    return err;
}

/* ---- writing the search file ------------------------------------------------------------------
 */

static enum err find_workflows(struct sqlite_view *store, struct arena *arena,
                               const struct marked *marked, struct text_list *workflows)
{
    const struct item_key key = {marked->location_id, marked->id, ITEM_WORKFLOW, STR("")};
    struct item_row *rows;
    size_t count;
    enum err err = store_item_list(&store->base, arena, &key, &rows, &count);
    if (err)
        return err;
    *workflows = (struct text_list){ARENA_ARRAY(arena, struct str, count), count};
    for (size_t i = 0; i < count; i++)
        workflows->items[i] = rows[i].key.id;
    return ERR_NONE;
}

/* One contact must not keep all others from being found. */
static enum err leave_out(const struct marked *marked, const char *why)
{
    log_event(LOG_ERROR, "contact_not_searchable", log_str("location", marked->location_id),
              log_str("contact", marked->id), log_str("why", str_of(why)));
    return ERR_NONE;
}

static enum err put(struct search_copy *copy, struct arena *arena, const struct marked *marked)
{
    struct contact_row row;
    struct contact contact;
    struct text_list workflows = {0};
    struct search_entry entry;
    enum err err = contact_row_get(&copy->store.base, arena, marked->location_id, marked->id, &row);
    if (err)
        return err;
    if (contact_decode(arena, row.document, &contact) != ERR_NONE)
        return leave_out(marked, "its document is damaged");
    err = find_workflows(&copy->store, arena, marked, &workflows);
    if (err)
        return err;
    search_entry_make(arena, &contact, &workflows, &entry);
    entry.id = marked->id;
    entry.date_added = row.date_added_ms;
    err = search_file_put(&copy->file, arena, marked->location_id, &entry);
    return err == ERR_OVERLOADED ? leave_out(marked, "there are too many locations") : err;
}

/* Each contact in an arena of its own: one may have a megabyte. */
static enum err write_marked(struct search_copy *copy, const struct marked_list *list)
{
    enum err err = ERR_NONE;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; !err && i < list->count; i++) {
        const struct marked *marked = &list->items[i];
        if (marked->gone)
            err = search_file_remove_contact(&copy->file, &arena, marked->location_id, marked->id);
        else
            err = put(copy, &arena, marked);
        arena_release(&arena);
    }
    return err;
}

static enum err begin_store(struct sqlite_view *store)
{
    STATEMENT statement = statement_take(store, SQL_SNAPSHOT_BEGIN);
    enum err err = statement_row(store, statement);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static void end_store(struct sqlite_view *store)
{
    if (sqlite3_get_autocommit(store->connection))
        return;
    STATEMENT statement = statement_take(store, SQL_SNAPSHOT_END);
    if (statement_row(store, statement) == ERR_STORE_FAILED)
        log_note(LOG_ERROR, "search_index_snapshot_stuck");
}

/* ---- a pass -----------------------------------------------------------------------------------
 */

struct pass {
    struct arena arena;
    struct store_state store;
    struct search_file_state file;
    struct marked_list list;
    int64_t seq; /* up to which it goes */
};

/* ERR_NOT_FOUND when the file is not a copy of this store, or has missed something. */
static enum err check_file(struct search_copy *copy, const struct pass *pass)
{
    if (!pass->file.built || pass->file.seq < pass->store.seq ||
        pass->file.seq > pass->store.seq_max)
        return ERR_NOT_FOUND;
    return search_file_knows(&copy->file, pass->store.fold);
}

static enum err look(struct search_copy *copy, struct pass *pass)
{
    enum err err = search_file_state(&copy->file, &pass->file);
    if (!err)
        err = begin_store(&copy->store);
    if (!err)
        err = read_state(&copy->store, &pass->store);
    if (!err)
        err = check_file(copy, pass);
    pass->seq = pass->file.seq;
    return err;
}

static enum err write_pass(struct search_copy *copy, struct pass *pass, struct search_pass *made)
{
    int64_t fold;
    rand_bytes(&fold, sizeof fold);
    enum err err = read_marks(&copy->store, &pass->arena, &pass->seq, &pass->list);
    if (!err)
        err = arrange(&copy->store, &pass->list);
    if (!err)
        err = write_marked(copy, &pass->list);
    if (!err)
        err = search_file_commit(&copy->file, fold, pass->store.fold, pass->seq);
    made->fold = fold;
    return err;
}

/* ERR_NOT_FOUND as check_file. */
static enum err make_pass(struct search_copy *copy, struct search_pass *made)
{
    struct pass pass = {0};
    *made = (struct search_pass){0};
    arena_init(&pass.arena);
    enum err err = search_file_begin(&copy->file);
    if (!err)
        err = look(copy, &pass);
    made->wrote = !err && pass.file.seq < pass.store.seq_max;
    if (made->wrote)
        err = write_pass(copy, &pass, made);
    made->seq = pass.seq;
    made->left = pass.store.seq_max - pass.seq;
    copy->damaged = failure_is_damage(copy->file.connection); /* before another statement runs */
    end_store(&copy->store);
    search_file_rollback(&copy->file);
    arena_release(&pass.arena);
    return err;
}

/* ---- making the file anew ---------------------------------------------------------------------
 */

static enum err read_contacts(struct sqlite_view *store, struct arena *arena, int64_t *rowid,
                              struct marked_list *list)
{
    STATEMENT statement = statement_take(store, SQL_SEARCH_CONTACTS);
    bind_int(statement, 1, *rowid);
    bind_int(statement, 2, BUILD_CONTACTS);
    enum err err;
    while ((err = statement_row(store, statement)) == ERR_NONE) {
        *rowid = column_int(statement, 0);
        add_marked(arena, list,
                   (struct marked){.location_id = column_text(arena, statement, 1),
                                   .id = column_text(arena, statement, 2),
                                   .date_added_ms = column_int(statement, 3)});
    }
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

/* The next contacts of the store's table; *rowid is the last one. */
static enum err build_part(struct search_copy *copy, int64_t *rowid, size_t *count)
{
    struct arena arena;
    struct marked_list list = {0};
    arena_init(&arena);
    enum err err = begin_store(&copy->store);
    if (!err)
        err = read_contacts(&copy->store, &arena, rowid, &list);
    if (list.count > 0)
        qsort(list.items, list.count, sizeof *list.items, compare_dates);
    if (!err)
        err = search_file_begin(&copy->file);
    if (!err)
        err = write_marked(copy, &list);
    if (!err)
        err = search_file_commit_part(&copy->file);
    search_file_rollback(&copy->file);
    end_store(&copy->store);
    arena_release(&arena);
    *count = list.count;
    return err;
}

/*
 * What is marked from the beginning on will be looked at again; the number is the one that the
 * store has at the end.
 */
static enum err finish(struct search_copy *copy, int64_t seq)
{
    struct store_state state;
    enum err err = read_state(&copy->store, &state);
    if (!err)
        err = search_file_begin(&copy->file);
    return err ? err : search_file_commit(&copy->file, state.fold, state.fold, seq);
}

static enum err build_all(struct search_copy *copy, int64_t *contacts)
{
    struct store_state state;
    int64_t rowid = INT64_MIN;
    size_t count = 1;
    enum err err = read_state(&copy->store, &state);
    for (*contacts = 0; !err && count > 0; *contacts += (int64_t)count) {
        if (atomic_load(copy->stopping))
            return ERR_SEARCH_NOT_READY;
        err = build_part(copy, &rowid, &count);
    }
    return err ? err : finish(copy, state.seq_max);
}

static void close_file(struct search_copy *copy)
{
    search_readers_let_go(copy->readers);
    search_file_close(&copy->file);
    copy->opened = false;
}

static enum err open_file(struct search_copy *copy)
{
    enum err err = search_file_open(copy->path, &copy->file);
    copy->opened = !err;
    if (err)
        close_file(copy);
    return err;
}

/* Under another name until it is whole. */
static enum err build(struct search_copy *copy, int64_t *contacts)
{
    char *name = sqlite3_mprintf("%s.new", copy->path);
    if (!name)
        memory_exhausted(strlen(copy->path));
    enum err err = search_file_create(name, &copy->file);
    if (!err)
        err = build_all(copy, contacts);
    close_file(copy);
    if (!err)
        err = search_file_publish(name, copy->path);
    sqlite3_free(name);
    return err ? err : open_file(copy);
}

static enum err rebuild(struct search_copy *copy)
{
    int64_t contacts = 0;
    int64_t began_ns = clock_mono_ns();
    close_file(copy);
    atomic_store(&copy->building_since_ns, began_ns);
    enum err err = build(copy, &contacts);
    atomic_store(&copy->building_since_ns, 0);
    if (!err)
        log_event(LOG_INFO, "search_index_built", log_int("contacts", contacts),
                  log_ms("duration_ms", clock_mono_ns() - began_ns));
    return err;
}

/* Not a copy of the store, or not even a database. */
static bool is_useless(const struct search_copy *copy, enum err err)
{
    return err == ERR_NOT_FOUND || (err == ERR_STORE_FAILED && copy->damaged);
}

/* The file as it is on the disk, opened again if it has been exchanged, made anew if need be. */
static enum err repair(struct search_copy *copy, struct search_pass *made)
{
    close_file(copy);
    enum err err = open_file(copy);
    if (!err)
        err = make_pass(copy, made);
    if (!is_useless(copy, err))
        return err;
    err = rebuild(copy);
    if (!err)
        err = make_pass(copy, made);
    made->rebuilt = true;
    return err;
}

enum err search_copy_pass(struct search_copy *copy, bool distrusts, struct search_pass *made)
{
    *made = (struct search_pass){0};
    enum err err = distrusts ? rebuild(copy) : ERR_NONE;
    if (!err)
        err = copy->opened ? make_pass(copy, made) : ERR_NOT_FOUND;
    if (is_useless(copy, err))
        err = repair(copy, made);
    made->rebuilt = made->rebuilt || distrusts;
    return err;
}

/* ---- opening ----------------------------------------------------------------------------------
 */

enum err search_copy_open(struct search_copy *copy, const char *store_path,
                          unsigned busy_timeout_ms, struct row_hints *hints)
{
    int code = connection_open(&copy->store, store_path, CONNECTION_READER, busy_timeout_ms);
    if (code == SQLITE_OK)
        code = connection_prepare(&copy->store, CONNECTION_READER);
    copy->store.hints = hints;
    return code == SQLITE_OK ? ERR_NONE : failure_report(copy->store.connection, "open a reader");
}

void search_copy_close(struct search_copy *copy)
{
    search_file_close(&copy->file);
    connection_close(&copy->store);
}
