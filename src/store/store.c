/*
 * The store as its users know it: a URL picks the backend, the committer gets the operations, and
 * everything else goes to the backend that made the view or the transaction.
 */
#include "store/store.h"

#include <assert.h>
#include <errno.h>
#include <semaphore.h>
#include <stdlib.h>

#include "base/memory.h"
#include "store/backend.h"
#include "store/commit.h"

struct store {
    struct store_db *db;
    struct committer *committer;
};

static const struct store_backend *const backends[] = {&store_sqlite, &store_postgres};

/* ---- opening ----------------------------------------------------------------------------------
 */

static const struct store_backend *find_backend(struct str scheme)
{
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++) {
        const struct store_backend *backend = backends[i];
        if (str_eq(scheme, str_of(backend->scheme)) ||
            (backend->alias && str_eq(scheme, str_of(backend->alias))))
            return backend;
    }
    return NULL;
}

static const struct store_backend *backend_of(struct str url)
{
    return find_backend(str_slice(url, 0, str_find(url, ':')));
}

static enum err open_backend(struct store *store, const struct store_config *config,
                             struct err_text *explanation)
{
    size_t colon = str_find(config->url, ':');
    struct str scheme = str_slice(config->url, 0, colon); /* what follows may hold a password */
    const struct store_backend *backend = find_backend(scheme);
    if (!backend || colon == config->url.len)
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "there is no kind of store '%.*s': use sqlite:PATH or postgres://…",
                           STR_ARG(scheme));
    return backend->open(config, str_slice(config->url, colon + 1, config->url.len), &store->db,
                         explanation);
}

struct str store_url_shown(struct arena *arena, struct str url)
{
    struct str shown = str_slice(url, 0, str_find(url, '?'));
    struct str rest = shown;
    struct str user;
    if (!str_starts_with(url, STR("postgres")) || !str_cut(&rest, '@', &user) || str_is_empty(rest))
        return shown;
    size_t name = str_find(url, ':') + STR("://").len;
    struct str password = str_slice(user, name, user.len);
    size_t colon = name + str_find(password, ':');
    return arena_format(arena, "%.*s@%.*s", STR_ARG(str_slice(user, 0, colon)), STR_ARG(rest));
}

enum err store_open(const struct store_config *config, struct store **store,
                    struct err_text *explanation)
{
    assert(config->readers_max > 0 && config->queue_max > 0);
    struct store *made = memory_alloc(sizeof *made);
    *made = (struct store){0};
    enum err err = open_backend(made, config, explanation);
    if (!err && committer_start(made->db, config->queue_max, &made->committer) != ERR_NONE)
        err = err_explain(explanation, ERR_STORE_UNUSABLE,
                          "cannot start a thread: raise the limit of threads or memory");
    if (err) {
        store_close(made);
        return err;
    }
    *store = made;
    return ERR_NONE;
}

bool store_is_remote(struct str url)
{
    const struct store_backend *backend = backend_of(url);
    return backend && backend->is_remote;
}

enum err store_distribute(struct str url, store_distribute_tell *tell, void *context,
                          struct err_text *explanation)
{
    const struct store_backend *backend = backend_of(url);
    if (!backend || !backend->distribute)
        return err_explain(explanation, ERR_SETTING_INVALID,
                           "this store is not spread over machines: use postgres://…");
    return backend->distribute(url, tell, context, explanation);
}

void store_quiesce(struct store *store)
{
    committer_quiesce(store->committer);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    committer_stop(store->committer);
    if (store->db)
        store->db->backend->close(store->db);
    free(store);
}

enum err store_health(struct store *store)
{
    const struct store_backend *backend = store->db->backend;
    enum err err = committer_health(store->committer);
    return err || !backend->health ? err : backend->health(store->db);
}

uint64_t store_tokens_revoked(const struct store *store)
{
    return atomic_load(&store->db->tokens_revoked);
}

enum err store_view_acquire(struct store *store, struct store_view **view)
{
    return store->db->backend->view_acquire(store->db, view);
}

enum err store_search(struct store *store, struct arena *arena, struct str location_id,
                      const struct search *search, struct search_found *found)
{
    return store->db->backend->search(store->db, arena, location_id, search, found);
}

void store_refuse_searches(struct store *store)
{
    store->db->backend->refuse_searches(store->db);
}

/* ---- operations -------------------------------------------------------------------------------
 */

enum err store_submit(struct store *store, struct store_op *op)
{
    return committer_submit(store->committer, op);
}

/* Stands in the queue for an operation whose owner waits. */
struct awaited_op {
    struct store_op op;
    struct store_op *of;
    sem_t over;
};

static enum err apply_awaited(struct store_op *op, struct store_tx *tx)
{
    struct awaited_op *awaited = (struct awaited_op *)op;
    return awaited->of->apply(awaited->of, tx);
}

static void done_awaited(struct store_op *op)
{
    sem_post(&((struct awaited_op *)op)->over);
}

static void wait_until_over(struct awaited_op *awaited)
{
    while (sem_wait(&awaited->over) != 0)
        assert(errno == EINTR);
}

enum err store_run(struct store *store, struct store_op *op)
{
    struct awaited_op awaited = {
        .op = {.apply = apply_awaited, .about = op->about, .done = done_awaited}, .of = op};
    sem_init(&awaited.over, 0, 0);
    enum err err = store_submit(store, &awaited.op);
    if (!err) {
        wait_until_over(&awaited);
        err = awaited.op.result;
    }
    sem_destroy(&awaited.over);
    op->result = err;
    return err;
}
