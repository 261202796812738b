/*
 * The happy path: lock the location's row, take some of its marks, read the contacts that they
 * name, write what is searched of them, count, commit. Marks are seen before the contacts are read,
 * each by a statement of its own, so a contact is at least as new as its mark; one that is changed
 * meanwhile leaves another.
 *
 * A location has its row from the beginning, and every contact leaves a mark. One without a row,
 * which somebody must have removed, has all its contacts gone through first, by id. Its marks stay
 * until then.
 *
 * Failure modes: whatever goes wrong, the transaction is rolled back, marks and all, and the next
 * pass does the same again.
 */
#include "store/postgres/search_pass.h"

#include <stdlib.h>

#include "base/log.h"
#include "contact/contact.h"
#include "contact/search_entry.h"
#include "store/postgres/contact_row.h"
#include "store/postgres/search_place.h"
#include "store/postgres/search_tags.h"
#include "json/writer.h"

/* Rows of marks, each of a batch, and contacts read at once: one may have a megabyte. */
enum { PASS_MARKS = 16, PASS_SWEEP = 200, READ_CONTACTS = 100 };

struct pass {
    struct pg_view *view;
    struct arena arena;
    struct str location_id;
    int64_t contacts; /* of the location, in what is searched */
    struct str swept;
    bool complete;
    struct str *ids; /* to look at, each once */
    size_t count;
    bool more;
};

/* ---- which contacts ---------------------------------------------------------------------------
 */

static enum err run(struct pass *pass, enum pg_statement statement,
                    const struct parameters *parameters, PGresult **result)
{
    pg_send(pass->view, statement, parameters, result);
    return pg_sync(pass->view);
}

static enum err lock(struct pass *pass)
{
    struct parameters parameters = {0};
    struct parameters fresh = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, pass->location_id);
    parameter_text(&fresh, 1, pass->location_id);
    parameter_int(&fresh, 2, false);
    pg_send(pass->view, SQL_BEGIN, NULL, NULL);
    pg_send(pass->view, SQL_LOCK_TIMEOUT, NULL, NULL);
    pg_send(pass->view, SQL_SEARCH_LOCATION_ADD, &fresh, NULL);
    enum err err = run(pass, SQL_SEARCH_LOCATION_LOCK, &parameters, &result);
    if (err)
        return err;
    if (PQntuples(result) != 1)
        return ERR_STORE_RACE; /* forgotten by another node between the two */
    pass->contacts = result_int(result, 0, 0);
    pass->swept = arena_copy(&pass->arena, result_text(result, 0, 1));
    pass->complete = result_int(result, 0, 2) != 0;
    return ERR_NONE;
}

static enum err take_next(struct pass *pass)
{
    struct parameters parameters = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, pass->location_id);
    parameter_text(&parameters, 2, pass->swept);
    parameter_int(&parameters, 3, PASS_SWEEP);
    enum err err = run(pass, SQL_SEARCH_SWEEP, &parameters, &result);
    if (err)
        return err;
    pass->count = (size_t)PQntuples(result);
    pass->ids = ARENA_ARRAY(&pass->arena, struct str, pass->count);
    for (size_t i = 0; i < pass->count; i++)
        pass->ids[i] = arena_copy(&pass->arena, result_text(result, (int)i, 0));
    pass->complete = pass->count < PASS_SWEEP;
    pass->more = true; /* contacts, or the marks that came meanwhile */
    if (pass->count > 0)
        pass->swept = pass->ids[pass->count - 1];
    return ERR_NONE;
}

struct marks_row {
    int64_t seq;
    struct str contacts;
};

static int compare_rows(const void *a, const void *b)
{
    const struct marks_row *one = a;
    const struct marks_row *other = b;
    return (one->seq > other->seq) - (one->seq < other->seq);
}

static int compare_marks(const void *a, const void *b)
{
    const struct search_mark *one = a;
    const struct search_mark *other = b;
    int order = str_compare(one->contact_id, other->contact_id);
    return order != 0 ? order : (one->turn > other->turn) - (one->turn < other->turn);
}

static int compare_turns(const void *a, const void *b)
{
    const struct search_mark *one = a;
    const struct search_mark *other = b;
    return (one->turn > other->turn) - (one->turn < other->turn);
}

/* A contact that was changed often is looked at once, in its first turn. */
static void keep_first(struct pass *pass, struct search_marks *marks)
{
    size_t count = 0;
    qsort(marks->items, marks->count, sizeof *marks->items, compare_marks);
    for (size_t i = 0; i < marks->count; i++) {
        if (count == 0 || !str_eq(marks->items[count - 1].contact_id, marks->items[i].contact_id))
            marks->items[count++] = marks->items[i];
    }
    qsort(marks->items, count, sizeof *marks->items, compare_turns);
    pass->count = count;
    pass->ids = ARENA_ARRAY(&pass->arena, struct str, count);
    for (size_t i = 0; i < count; i++)
        pass->ids[i] = marks->items[i].contact_id;
}

static void read_marks(struct pass *pass, const PGresult *result)
{
    size_t count = (size_t)PQntuples(result);
    struct marks_row *rows = ARENA_ARRAY(&pass->arena, struct marks_row, count);
    struct search_marks marks = {0};
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct marks_row){result_int(result, (int)i, 0), result_text(result, (int)i, 1)};
    qsort(rows, count, sizeof *rows, compare_rows);
    for (size_t i = 0; i < count; i++) {
        struct str id;
        while (str_cut(&rows[i].contacts, '\n', &id) && !str_is_empty(id))
            search_mark_add(&marks, &pass->arena, pass->location_id, id);
    }
    if (marks.count > 0)
        keep_first(pass, &marks);
}

static enum err take_marks(struct pass *pass)
{
    struct parameters parameters = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, pass->location_id);
    parameter_int(&parameters, 2, PASS_MARKS);
    enum err err = run(pass, SQL_SEARCH_TAKE, &parameters, &result);
    if (!err)
        read_marks(pass, result);
    pass->more = !err && PQntuples(result) == PASS_MARKS;
    return err;
}

/* ---- what is searched of them -----------------------------------------------------------------
 */

static void write_date(struct json_writer *w, struct str name, int64_t ms)
{
    if (ms != SEARCH_NO_DATE)
        json_member_int(w, name, ms);
}

static void write_entry(struct json_writer *w, const struct search_entry *entry)
{
    json_begin_object(w);
    json_member_int(w, STR("place"), pg_place_first(entry->date_added));
    json_member_string(w, STR("custom"), entry->custom);
    json_member_string(w, STR("words"), entry->words);
#define WRITE_TEXT(name, value)   json_member_string(w, STR(name), value);
#define WRITE_PHONE               WRITE_TEXT
#define WRITE_WORD                WRITE_TEXT
#define WRITE_ID                  WRITE_TEXT
#define WRITE_TEXTS               WRITE_TEXT
#define WRITE_WORDS               WRITE_TEXT
#define WRITE_FLAG(name, value)   json_member_int(w, STR(name), value);
#define WRITE_DATE(name, value)   write_date(w, STR(name), value);
#define FIELD(member, name, kind) WRITE_##kind(#member, entry->member)
#include "contact/search_fields.def"
    json_end(w);
}

static struct text_list lines_of(struct arena *arena, struct str lines)
{
    struct text_list list = {.items = ARENA_ARRAY(arena, struct str, lines.len / 2 + 1)};
    struct str line;
    while (str_cut(&lines, '\n', &line) && !str_is_empty(line))
        list.items[list.count++] = line;
    return list;
}

/* False when its document is damaged: one contact must not keep all others from being found. */
static bool write_contact(struct pass *pass, struct json_writer *w, const PGresult *result, int row)
{
    struct contact contact;
    struct search_entry entry;
    struct arena *arena = &pass->arena;
    struct str id = result_text(result, row, 0);
    if (contact_decode(arena, arena_copy(arena, result_text(result, row, 2)), &contact)) {
        log_event(LOG_ERROR, "contact_not_searchable", log_str("location", pass->location_id),
                  log_str("contact", id), log_str("why", STR("its document is damaged")));
        return false;
    }
    struct text_list workflows = lines_of(arena, result_text(result, row, 3));
    search_entry_make(arena, &contact, &workflows, &entry);
    entry.id = id;
    entry.date_added = result_int(result, row, 1);
    write_entry(w, &entry);
    return true;
}

static int row_of(const PGresult *result, struct str id)
{
    int row = PQntuples(result) - 1;
    while (row >= 0 && !str_eq(result_text(result, row, 0), id))
        row--;
    return row;
}

/* Some of the ids, in their order, as JSON; those that are to be removed are left in `gone`. */
static struct str write_contacts(struct pass *pass, const struct str *ids, size_t count,
                                 const PGresult *result, struct text_list *gone)
{
    struct json_writer *w = json_writer_new(&pass->arena);
    json_begin_array(w);
    for (size_t i = 0; i < count; i++) {
        int row = row_of(result, ids[i]);
        if (row < 0 || !write_contact(pass, w, result, row))
            gone->items[gone->count++] = ids[i];
    }
    json_end(w);
    return json_finish(w);
}

static void of_ids(struct parameters *parameters, struct pass *pass, const struct str *ids,
                   size_t count)
{
    *parameters = (struct parameters){0};
    parameter_text(parameters, 1, pass->location_id);
    parameter_texts(parameters, 2, &pass->arena, ids, count);
}

static enum err remove_contacts(struct pass *pass, const struct text_list *gone)
{
    struct parameters parameters;
    RESULT tags = NULL;
    RESULT result = NULL;
    of_ids(&parameters, pass, gone->items, gone->count);
    pg_send(pass->view, SQL_SEARCH_TAGS_REMOVE, &parameters, &tags);
    enum err err = run(pass, SQL_SEARCH_REMOVE, &parameters, &result);
    if (err)
        return err;
    pass->contacts -= result_changes(result);
    pg_search_tags_count(pass->view, &pass->arena, pass->location_id, tags, NULL);
    return ERR_NONE;
}

static enum err put_contacts(struct pass *pass, const struct str *ids, size_t count,
                             struct str json)
{
    struct parameters put = {0};
    struct parameters of;
    RESULT known = NULL;
    RESULT result = NULL;
    RESULT tags_gone = NULL;
    RESULT tags_come = NULL;
    parameter_text(&put, 1, json);
    parameter_text(&put, 2, pass->location_id);
    of_ids(&of, pass, ids, count);
    pg_send(pass->view, SQL_SEARCH_KNOWN, &of, &known);
    pg_send(pass->view, SQL_SEARCH_PUT, &put, &result);
    pg_send(pass->view, SQL_SEARCH_TAGS_DROP, &of, &tags_gone);
    pg_send(pass->view, SQL_SEARCH_TAGS_ADD, &of, &tags_come);
    enum err err = pg_sync(pass->view);
    if (err)
        return err;
    pass->contacts += result_changes(result) - result_int(known, 0, 0);
    pg_search_tags_count(pass->view, &pass->arena, pass->location_id, tags_gone, tags_come);
    return ERR_NONE;
}

static enum err copy_some(struct pass *pass, const struct str *ids, size_t count)
{
    struct parameters parameters;
    RESULT result = NULL;
    struct text_list gone = {.items = ARENA_ARRAY(&pass->arena, struct str, count)};
    of_ids(&parameters, pass, ids, count);
    enum err err = run(pass, SQL_SEARCH_READ, &parameters, &result);
    if (err)
        return err;
    struct str json = write_contacts(pass, ids, count, result, &gone);
    if (gone.count > 0)
        err = remove_contacts(pass, &gone);
    return err || gone.count == count ? err : put_contacts(pass, ids, count, json);
}

static enum err copy_all(struct pass *pass)
{
    enum err err = ERR_NONE;
    for (size_t i = 0; !err && i < pass->count; i += READ_CONTACTS) {
        size_t left = pass->count - i;
        err = copy_some(pass, pass->ids + i, left < READ_CONTACTS ? left : READ_CONTACTS);
    }
    return err;
}

/* ---- a pass -----------------------------------------------------------------------------------
 */

static enum err finish(struct pass *pass)
{
    struct parameters state = {0};
    struct parameters location = {0};
    parameter_text(&location, 1, pass->location_id);
    parameter_text(&state, 1, pass->location_id);
    parameter_int(&state, 2, pass->contacts);
    parameter_text(&state, 3, pass->swept);
    parameter_int(&state, 4, pass->complete);
    pg_send(pass->view, SQL_SEARCH_LOCATION_SET, &state, NULL);
    if (!pass->more)
        pg_send(pass->view, SQL_SEARCH_LOCATION_FORGET, &location, NULL);
    pg_send(pass->view, SQL_COMMIT, NULL, NULL);
    return pg_sync(pass->view);
}

static enum err make(struct pass *pass)
{
    enum err err = lock(pass);
    if (!err)
        err = pass->complete ? take_marks(pass) : take_next(pass);
    if (!err)
        err = copy_all(pass);
    return err ? err : finish(pass);
}

static void roll_back(struct pg_view *view)
{
    pg_send(view, SQL_ROLLBACK, NULL, NULL);
    if (pg_sync(view) != ERR_NONE)
        pg_close(view);
}

enum err pg_search_pass(struct pg_view *view, struct str location_id, bool *more)
{
    struct pass pass = {.view = view, .location_id = location_id};
    arena_init(&pass.arena);
    enum err err = pg_ready(view);
    if (!err)
        err = make(&pass);
    if (err)
        roll_back(view);
    *more = pass.more || err == ERR_STORE_RACE;
    arena_release(&pass.arena);
    return err == ERR_STORE_RACE ? ERR_NONE : err;
}

enum err pg_search_is_stale(struct pg_view *view, struct str location_id, bool *stale)
{
    struct parameters parameters = {0};
    RESULT result = NULL;
    parameter_text(&parameters, 1, location_id);
    enum err err = pg_run(view, SQL_SEARCH_IS_STALE, &parameters, &result);
    if (!err)
        *stale = PQntuples(result) > 0;
    return err;
}
