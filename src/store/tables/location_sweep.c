/*
 * A location goes in two steps, because it may have a million contacts and nobody else's write may
 * wait for them. The first takes its row and notes its id: its tokens are refused, nothing of it is
 * reached any more. Each sweep then takes a few of its rows, and the note with the last of them.
 *
 * A process that dies in between has left the note: whoever sweeps next goes on. Rows that a
 * request of another process adds late (its token was known a moment ago) are found as well: what
 * creates a row looks whether its location, or its contact, is there, and the note goes only with a
 * sweep that found every table empty.
 */
#include <assert.h>

#include "base/clock.h"
#include "store/tables/sql.h"
#include "store/tables/tables.h"

/*
 * A row may lie on five pages of its own, or on five hundred; so it is the clock that ends a sweep,
 * looked at after a few rows.
 */
enum { SWEEP_STEP = 10, SWEEP_MS = 2 };

_Static_assert(LOCATION_SWEEP_MAX % SWEEP_STEP == 0, "a sweep is whole steps");

/* Every table with a location_id; contacts tell their ids, for search. An item before its contact,
 * as nothing may hang on nothing. */
static const enum sql sweeps[] = {
    SQL_SWEEP_TOKEN,        SQL_SWEEP_ITEM,          SQL_SWEEP_ADDRESS,       SQL_SWEEP_CONTACT,
    SQL_SWEEP_CUSTOM_FIELD, SQL_SWEEP_CUSTOM_FOLDER, SQL_SWEEP_REMOVED_FIELD, SQL_SWEEP_IDEMPOTENCY,
    SQL_SWEEP_RECORD,       SQL_SWEEP_BUSINESS_GONE,
};

static enum err change(struct store_tx *tx, enum sql which, struct str id)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    sql_bind_text(statement, 1, id);
    return sql_change(statement);
}

enum err store_tx_location_delete(struct store_tx *tx, struct str id)
{
    enum err err = change(tx, SQL_LOCATION_DELETE, id);
    if (!err)
        err = change(tx, SQL_LOCATION_DELETED_INSERT, id);
    if (!err)
        token_revoked(tx); /* those of the location */
    return err;
}

static void mark_returned(struct store_tx *tx, struct str location_id,
                          struct sql_statement *statement)
{
    struct arena arena;
    arena_init(&arena);
    contact_changed(tx, location_id, sql_text(&arena, statement, 0));
    arena_release(&arena);
}

static enum err sweep_table(struct store_tx *tx, enum sql which, struct str id, int64_t *room)
{
    SQL_STATEMENT statement = sql_take(tx->view, which);
    sql_bind_text(statement, 1, id);
    sql_bind_int(statement, 2, *room);
    enum err err;
    while ((err = sql_changed_row(statement)) == ERR_NONE)
        mark_returned(tx, id, statement);
    if (err == ERR_NOT_FOUND)
        *room -= sql_changes(statement);
    assert(*room >= 0); /* every statement takes the rows that it picked and no other */
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}

static enum err first_deleted(struct store_view *view, struct arena *arena, struct str *id)
{
    SQL_STATEMENT statement = sql_take(view, SQL_LOCATION_DELETED_FIRST);
    enum err err = sql_row(statement);
    if (!err)
        *id = sql_text(arena, statement, 0);
    return err;
}

/* *room is left over when there was no more to take. */
static enum err sweep_step(struct store_tx *tx, struct str id, int64_t *room)
{
    enum err err = ERR_NONE;
    *room = SWEEP_STEP;
    for (size_t i = 0; !err && *room > 0 && i < sizeof sweeps / sizeof *sweeps; i++)
        err = sweep_table(tx, sweeps[i], id, room);
    return err;
}

static enum err sweep_location(struct store_tx *tx, struct str id)
{
    int64_t end_ns = clock_mono_ns() + SWEEP_MS * INT64_C(1000000);
    int64_t room = 0;
    for (int rows = 0; rows < LOCATION_SWEEP_MAX && room == 0; rows += SWEEP_STEP) {
        enum err err = sweep_step(tx, id, &room);
        if (err)
            return err;
        if (clock_mono_ns() > end_ns)
            break;
    }
    return room > 0 ? change(tx, SQL_LOCATION_DELETED_FORGET, id) : ERR_NONE;
}

enum err store_tx_location_sweep(struct store_tx *tx, bool *swept)
{
    struct arena arena;
    arena_init(&arena);
    struct str id;
    enum err err = first_deleted(tx->view, &arena, &id);
    *swept = !err;
    if (!err)
        err = sweep_location(tx, id);
    arena_release(&arena);
    return err == ERR_NOT_FOUND ? ERR_NONE : err;
}
