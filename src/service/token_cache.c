/*
 * A table of slots, each holding at most one token; a token's few slots are given by its hash, and
 * a newcomer takes the one over that was used longest ago. One mutex guards it: it is held for a
 * comparison and a copy.
 */
#include "service/token_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "service/token.h"

/* last_used is exact to a minute, so that a busy token costs one write a minute. */
enum { LAST_USED_GRAIN_MS = 60 * 1000 };

/* Slots a token may lie in: two busy tokens do not push each other out. */
enum { WAYS = 4 };

_Static_assert(TOKEN_CACHE_SLOTS % WAYS == 0, "every token has all its slots");

/* Of a token: when, and what had been heard by then. */
struct look {
    int64_t ns;       /* 0: not at all */
    uint64_t revoked; /* store_tokens_revoked */
};

struct slot {
    struct hash hash;
    struct identity identity;
    int64_t expires_ms;
    struct look look;   /* none: the slot is free */
    int64_t used_ms;    /* of the last request */
    int64_t written_ms; /* what the store knows of it */
};

struct token_cache {
    struct store *store;
    pthread_mutex_t mutex;
    struct slot slots[TOKEN_CACHE_SLOTS];
};

struct token_cache *token_cache_new(struct store *store)
{
    struct token_cache *cache = memory_alloc_zeroed(sizeof *cache);
    cache->store = store;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

void token_cache_free(struct token_cache *cache)
{
    if (!cache)
        return;
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

/* The slot that has the token, else one of its slots that is free or was used longest ago. */
static struct slot *slot_of(struct token_cache *cache, const struct hash *hash)
{
    size_t index;
    memcpy(&index, hash->bytes, sizeof index);
    struct slot *ways = &cache->slots[index % (TOKEN_CACHE_SLOTS / WAYS) * WAYS];
    struct slot *oldest = ways;
    for (struct slot *slot = ways; slot < ways + WAYS; slot++) {
        if (memcmp(&slot->hash, hash, sizeof *hash) == 0) /* whether it may be used, hash_eq says */
            return slot;
        if (slot->used_ms < oldest->used_ms)
            oldest = slot;
    }
    return oldest;
}

static bool slot_is_fresh(const struct token_cache *cache, const struct slot *slot,
                          const struct hash *hash, int64_t now_ns)
{
    return slot->look.ns != 0 && hash_eq(&slot->hash, hash) &&
           now_ns - slot->look.ns < TOKEN_CACHE_FRESH_MS * INT64_C(1000000) &&
           slot->look.revoked == store_tokens_revoked(cache->store);
}

static bool use_cached(struct token_cache *cache, const struct hash *hash, int64_t now_ms,
                       struct identity *identity, int64_t *expires_ms)
{
    pthread_mutex_lock(&cache->mutex);
    struct slot *slot = slot_of(cache, hash);
    bool fresh = slot_is_fresh(cache, slot, hash, clock_mono_ns());
    if (fresh) {
        slot->used_ms = now_ms;
        *identity = slot->identity;
        *expires_ms = slot->expires_ms;
    }
    pthread_mutex_unlock(&cache->mutex);
    return fresh;
}

static void keep(struct token_cache *cache, const struct token_row *row,
                 const struct identity *identity, struct look look, int64_t now_ms)
{
    pthread_mutex_lock(&cache->mutex);
    struct slot *slot = slot_of(cache, &row->hash);
    if (!hash_eq(&slot->hash, &row->hash))
        *slot = (struct slot){.hash = row->hash, .written_ms = row->last_used_ms};
    slot->identity = *identity;
    slot->expires_ms = row->expires_ms;
    slot->look = look;
    slot->used_ms = now_ms;
    pthread_mutex_unlock(&cache->mutex);
}

void token_cache_forget(struct token_cache *cache, struct str location_id)
{
    pthread_mutex_lock(&cache->mutex);
    for (size_t i = 0; i < TOKEN_CACHE_SLOTS; i++) {
        struct slot *slot = &cache->slots[i];
        if (str_eq(identity_location(&slot->identity), location_id))
            slot->look.ns = 0;
    }
    pthread_mutex_unlock(&cache->mutex);
}

static enum err look_up(struct token_cache *cache, struct arena *arena, const struct hash *hash,
                        struct token_row *row)
{
    struct store_view *view;
    enum err err = store_view_acquire(cache->store, &view);
    if (err)
        return err;
    err = store_token_find(view, arena, hash, row);
    store_view_release(view);
    return err == ERR_NOT_FOUND ? ERR_TOKEN_INVALID : err;
}

/* ERR_STORE_FAILED for ids that are none: only another hand than ours writes such a row. */
static enum err read_identity(const struct token_row *row, struct identity *identity)
{
    bool is_agency = str_is_empty(row->location_id);
    if (row->id.len != RAND_ID_LEN || (!is_agency && row->location_id.len != RAND_ID_LEN))
        return ERR_STORE_FAILED;
    *identity = (struct identity){.scopes = scope_set_parse(row->scopes)};
    memcpy(identity->token_id, row->id.ptr, RAND_ID_LEN);
    if (!is_agency)
        memcpy(identity->location_id, row->location_id.ptr, RAND_ID_LEN);
    return ERR_NONE;
}

static enum err identify_from_store(struct token_cache *cache, const struct hash *hash,
                                    int64_t now_ms, struct identity *identity, int64_t *expires_ms)
{
    struct arena arena;
    arena_init(&arena);
    struct token_row row;
    struct look look = {clock_mono_ns(), store_tokens_revoked(cache->store)};
    enum err err = look_up(cache, &arena, hash, &row);
    if (!err && (row.revoked_ms != 0 || !hash_eq(&row.hash, hash)))
        err = ERR_TOKEN_INVALID;
    if (!err)
        err = read_identity(&row, identity);
    if (!err) {
        *expires_ms = row.expires_ms;
        keep(cache, &row, identity, look, now_ms);
    }
    arena_release(&arena);
    return err;
}

enum err token_cache_identify(struct token_cache *cache, struct str token,
                              struct identity *identity)
{
    if (token.len != TOKEN_LEN || !str_starts_with(token, STR("pit-")))
        return ERR_TOKEN_INVALID;
    struct hash hash = hash_sha256(token);
    int64_t now_ms = clock_wall_ms();
    struct identity found;
    int64_t expires_ms = 0;
    if (!use_cached(cache, &hash, now_ms, &found, &expires_ms)) {
        enum err err = identify_from_store(cache, &hash, now_ms, &found, &expires_ms);
        if (err)
            return err;
    }
    if (expires_ms != 0 && expires_ms <= now_ms)
        return ERR_TOKEN_INVALID;
    *identity = found;
    return ERR_NONE;
}

/* ---- last use ---------------------------------------------------------------------------------
 */

struct use {
    char token_id[RAND_ID_LEN];
    int64_t used_ms;
};

struct write_uses {
    struct store_op op;
    size_t count;
    struct use uses[TOKEN_CACHE_SLOTS];
};

static enum err apply_uses(struct store_op *op, struct store_tx *tx)
{
    struct write_uses *write = (struct write_uses *)op;
    for (size_t i = 0; i < write->count; i++) {
        struct str id = {write->uses[i].token_id, RAND_ID_LEN};
        enum err err = store_tx_token_touch(tx, id, write->uses[i].used_ms);
        if (err && err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_NONE;
}

static void collect_uses(struct token_cache *cache, struct write_uses *write)
{
    pthread_mutex_lock(&cache->mutex);
    for (size_t i = 0; i < TOKEN_CACHE_SLOTS; i++) {
        struct slot *slot = &cache->slots[i];
        if (slot->used_ms < slot->written_ms + LAST_USED_GRAIN_MS)
            continue;
        struct use *use = &write->uses[write->count++];
        memcpy(use->token_id, slot->identity.token_id, RAND_ID_LEN);
        use->used_ms = slot->used_ms;
        slot->written_ms = slot->used_ms;
    }
    pthread_mutex_unlock(&cache->mutex);
}

static void uses_done(struct store_op *op)
{
    if (op->result) /* the next minute has another use to write; nobody was promised this one */
        log_event(LOG_WARN, "last_use_not_written", log_str("error", err_name(op->result)));
    free(op);
}

void token_cache_write_last_used(struct token_cache *cache)
{
    struct write_uses *write = memory_alloc(sizeof *write);
    write->op = (struct store_op){.apply = apply_uses, .done = uses_done};
    write->count = 0;
    collect_uses(cache, write);
    if (write->count == 0 || store_submit(cache->store, &write->op) != ERR_NONE)
        free(write);
}
