/*
 * The PostgreSQL backend: opening and closing, and the table that the rest of the store sees.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/postgres/database.h"
#include "store/postgres/failure.h"
#include "store/postgres/indexer.h"
#include "store/postgres/listener.h"
#include "store/postgres/migrate.h"
#include "store/postgres/pool.h"
#include "store/postgres/search.h"
#include "store/postgres/statement.h"
#include "store/postgres/tables.h"

static void close_db(struct store_db *base)
{
    struct pg_db *db = (struct pg_db *)base;
    pg_indexer_end(db->searching);
    pg_listener_end(db->listener);
    pg_pool_free(db->readers);
    for (unsigned i = 0; i < db->base.writers; i++) {
        pg_close(&db->txs[i].view);
        arena_release(&db->txs[i].arena);
    }
    outage_destroy(&db->outage);
    free(db->txs);
    free(db->url);
    free(db);
}

/* libpq wants the URL whole, with a NUL. */
static char *copy_url(struct str url)
{
    char *copy = memory_alloc(url.len + 1);
    memcpy(copy, url.ptr, url.len);
    copy[url.len] = '\0';
    return copy;
}

static struct pg_db *make(const struct store_config *config)
{
    struct pg_db *db = memory_alloc_zeroed(sizeof *db);
    db->base = (struct store_db){.backend = &store_postgres, .writers = config->committers};
    db->url = copy_url(config->url);
    db->creates = config->create;
    db->serves = config->searches;
    outage_init(&db->outage);
    db->txs = memory_alloc_zeroed(config->committers * sizeof *db->txs);
    for (unsigned i = 0; i < config->committers; i++) {
        struct pg_tx *tx = &db->txs[i];
        tx->base = (struct store_tx){.backend = &store_postgres, .view = &tx->view.base};
        arena_init(&tx->arena);
        pg_init(&tx->view, db, tx);
        pg_transaction_name(tx);
    }
    db->readers = pg_pool_new(db, config->readers_max);
    return db;
}

enum err pg_bring_up_to_date(struct pg_db *db, struct err_text *explanation)
{
    PGconn *connection = pg_connect(db->url);
    enum err err = PQstatus(connection) == CONNECTION_OK
                       ? pg_migrate(connection, db->creates, explanation)
                       : pg_failure_explain(connection, explanation);
    if (!err)
        err = pg_execute(connection, pg_statement_text(SQL_COMMITTER_FORGET, false), explanation);
    if (!err && db->serves)
        pg_warn_of_settings(connection);
    PQfinish(connection);
    db->current = !err;
    return err;
}

/* Nobody answers there, or nobody who can be asked yet: not a mistake in the URL. */
static bool is_away(const struct pg_db *db)
{
    PGPing ping = PQping(db->url);
    return ping == PQPING_NO_RESPONSE || ping == PQPING_REJECT;
}

/* A server starts without, answers 503, and begins when it can. */
static enum err begin(struct pg_db *db, struct err_text *explanation)
{
    enum err err = pg_bring_up_to_date(db, explanation);
    if (!err || !db->serves || !is_away(db))
        return err;
    outage_tell(&db->outage, false);
    return ERR_NONE;
}

static enum err begin_threads(struct pg_db *db)
{
    enum err err = pg_indexer_begin(db, &db->searching);
    return err ? err : pg_listener_begin(db, &db->listener);
}

static enum err open_db(const struct store_config *config, struct str path, struct store_db **db,
                        struct err_text *explanation)
{
    (void)path;
    assert(config->committers > 0);
    struct pg_db *made = make(config);
    enum err err = begin(made, explanation);
    if (!err && config->searches && begin_threads(made) != ERR_NONE)
        err = err_explain(explanation, ERR_STORE_UNUSABLE,
                          "cannot start a thread: raise the limit of threads or memory");
    if (err)
        close_db(&made->base);
    else
        *db = &made->base;
    return err;
}

static enum err view_acquire(struct store_db *db, struct store_view **view)
{
    *view = &pg_pool_acquire(((struct pg_db *)db)->readers)->base;
    return ERR_NONE;
}

static void view_release(struct store_view *base)
{
    struct pg_view *view = pg_view(base);
    pg_pool_release(view->db->readers, view);
}

static enum err health(struct store_db *db)
{
    return outage_lasts(&((struct pg_db *)db)->outage) ? ERR_STORE_UNAVAILABLE : ERR_NONE;
}

const struct store_backend store_postgres = {
    .scheme = "postgres",
    .alias = "postgresql",
    .is_remote = true,
    .open = open_db,
    .close = close_db,
    .view_acquire = view_acquire,
    .view_release = view_release,
    .search = pg_search,
    .refuse_searches = pg_refuse_searches,
    .begin = pg_transaction_begin,
    .commit = pg_transaction_commit,
    .rollback = pg_transaction_rollback,
    .wrote = pg_transaction_wrote,
    .spoilt = pg_transaction_spoilt,
    .health = health,
    .contact_get = pg_contact_get,
    .contact_document = pg_contact_document,
    .contact_exists = pg_contact_exists,
    .contact_match = pg_contact_match,
    .contact_page = pg_contact_page,
    .contact_count = pg_contact_count,
    .contact_insert = pg_contact_insert,
    .contact_update = pg_contact_update,
    .contact_delete = pg_contact_delete,
    .contact_changed = pg_contact_changed,
    .location_added = pg_location_added,
    .token_revoked = pg_listener_notify,
    .distribute = pg_distribute,
    .sql = &pg_sql_calls,
};
