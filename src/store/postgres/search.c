/*
 * The happy path: bring the location up to date (search_pass.h), then look, in one transaction of
 * one moment: the place where the page begins, the page, and the total, where the page has not told
 * it.
 *
 * Failure modes: there is more to bring up to date than a client waits for, or the process is about
 * to stop: ERR_SEARCH_NOT_READY, the indexer goes on. PostgreSQL ends a statement that takes too
 * long: ERR_SEARCH_TOO_LONG.
 */
#include "store/postgres/search.h"

#include "base/clock.h"
#include "store/postgres/contact_row.h"
#include "store/postgres/indexer.h"
#include "store/postgres/pool.h"
#include "store/postgres/search_pass.h"
#include "store/postgres/search_place.h"
#include "store/postgres/search_query.h"

/* A client waits so long for contacts that were written in a burst to become searchable. */
enum { UP_TO_DATE_MS = 5000 };

struct running {
    struct pg_view *view;
    struct arena *arena;
    struct str location_id;
    const struct search *search;
    struct search_range page;
    int64_t contacts; /* of the location */
};

static enum err bring_up_to_date(struct pg_db *db, struct pg_view *view, struct str location_id)
{
    int64_t end_ns = clock_mono_ns() + UP_TO_DATE_MS * INT64_C(1000000);
    bool more = false;
    enum err err = pg_search_is_stale(view, location_id, &more);
    while (!err && more) {
        if (clock_mono_ns() > end_ns || pg_indexer_refuses(db->searching))
            return ERR_SEARCH_NOT_READY;
        err = pg_search_pass(view, location_id, &more);
    }
    return err;
}

/* ---- one search -------------------------------------------------------------------------------
 */

/*
 * In the default order the page begins below the contact it comes after or, when that is gone, with
 * the millisecond that it was added in: one may be seen twice, none is left out.
 */
static enum err find_page(struct running *running, const PGresult *place)
{
    const struct search *search = running->search;
    bool gone = !place || PQntuples(place) == 0;
    running->page =
        (struct search_range){.last = PG_PLACE_LAST, .location_id = running->location_id};
    if (!search->has_after)
        return ERR_NONE;
    if (search->sort_count > 0 && gone)
        return ERR_SEARCH_AFTER_UNKNOWN;
    int64_t after = gone ? pg_place_first(search->after_ms + 1) : result_int(place, 0, 0);
    if (search->sort_count > 0)
        running->page.after = after;
    else
        running->page.last = after - 1;
    return ERR_NONE;
}

static enum err begin(struct running *running)
{
    struct parameters location = {0};
    struct parameters after = {0};
    RESULT contacts = NULL;
    RESULT place = NULL;
    parameter_text(&location, 1, running->location_id);
    parameter_text(&after, 1, running->location_id);
    parameter_text(&after, 2, running->search->after_id);
    pg_send(running->view, SQL_SEARCH_BEGIN, NULL, NULL);
    pg_send(running->view, SQL_SEARCH_TIMEOUT, NULL, NULL);
    pg_send(running->view, SQL_SEARCH_INTERPRET, NULL, NULL);
    pg_send(running->view, SQL_SEARCH_LOCATION_GET, &location, &contacts);
    if (running->search->has_after)
        pg_send(running->view, SQL_SEARCH_PLACE, &after, &place);
    enum err err = pg_sync(running->view);
    if (!err && PQntuples(contacts) > 0)
        running->contacts = result_int(contacts, 0, 0);
    return err ? err : find_page(running, place);
}

/* The server ends it after SEARCH_TIMEOUT; nothing else is unavailable while the connection stands.
 */
static enum err ran(const struct running *running, enum err err)
{
    return err == ERR_STORE_UNAVAILABLE && running->view->connection ? ERR_SEARCH_TOO_LONG : err;
}

static enum err read_page(struct running *running, struct search_found *found)
{
    RESULT result = NULL;
    pg_search_send_page(running->view, running->arena, running->search, &running->page, &result);
    enum err err = ran(running, pg_sync(running->view));
    for (int row = 0; !err && row < PQntuples(result); row++)
        found->hits[found->count++] = (struct search_hit){
            .id = arena_copy(running->arena, result_text(result, row, 0)),
            .date_added_ms = result_int(result, row, 1),
        };
    return err;
}

static enum err count_all(struct running *running, int64_t *total)
{
    RESULT result = NULL;
    const struct search_range all = {.last = PG_PLACE_LAST, .location_id = running->location_id};
    pg_search_send_total(running->view, running->arena, running->search, &all, &result);
    enum err err = ran(running, pg_sync(running->view));
    if (!err)
        *total = result_int(result, 0, 0);
    return err;
}

static enum err find_total(struct running *running, struct search_found *found)
{
    const struct search *search = running->search;
    if (search_page_tells_total(search, found))
        return ERR_NONE;
    found->total = running->contacts;
    return pg_search_is_whole(search) ? ERR_NONE : count_all(running, &found->total);
}

static void end(struct pg_view *view)
{
    pg_send(view, SQL_COMMIT, NULL, NULL);
    if (pg_sync(view) != ERR_NONE)
        pg_close(view);
}

static enum err run(struct running *running, struct search_found *found)
{
    enum err err = pg_ready(running->view);
    if (err)
        return err;
    *found = (struct search_found){
        .hits = ARENA_ARRAY(running->arena, struct search_hit, (size_t)running->search->limit),
    };
    err = begin(running);
    if (!err)
        err = read_page(running, found);
    if (!err)
        err = find_total(running, found);
    end(running->view);
    return err;
}

enum err pg_search(struct store_db *base, struct arena *arena, struct str location_id,
                   const struct search *search, struct search_found *found)
{
    struct pg_db *db = (struct pg_db *)base;
    if (pg_indexer_refuses(db->searching))
        return ERR_SEARCH_NOT_READY;
    struct pg_view *view = pg_pool_acquire(db->readers);
    struct running running = {
        .view = view, .arena = arena, .location_id = location_id, .search = search};
    enum err err = bring_up_to_date(db, view, location_id);
    if (!err)
        err = run(&running, found);
    pg_pool_release(db->readers, view);
    return err == ERR_SEARCH_TOO_LONG && pg_indexer_refuses(db->searching) ? ERR_SEARCH_NOT_READY
                                                                           : err;
}

void pg_refuse_searches(struct store_db *base)
{
    struct pg_db *db = (struct pg_db *)base;
    if (db->searching)
        pg_indexer_refuse(db->searching);
}
