/*
 * A table of slots like the token cache's; a slot holds one counted reference to immutable rules.
 */
#include "service/location_cache.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

struct held_rules {
    struct location_rules rules; /* first: what callers hold is a pointer to it */
    struct arena arena;
    int64_t loaded_ns;
    atomic_uint holders;
};

struct location_cache {
    struct store *store;
    pthread_mutex_t mutex;
    uint64_t changes; /* how often something was forgotten */
    struct held_rules *slots[LOCATION_CACHE_SLOTS];
};

struct location_cache *location_cache_new(struct store *store)
{
    struct location_cache *cache = memory_alloc_zeroed(sizeof *cache);
    cache->store = store;
    pthread_mutex_init(&cache->mutex, NULL);
    return cache;
}

void location_rules_release(const struct location_rules *rules)
{
    struct held_rules *held = (struct held_rules *)(uintptr_t)rules;
    if (!held || atomic_fetch_sub(&held->holders, 1) > 1)
        return;
    arena_release(&held->arena);
    free(held);
}

void location_cache_free(struct location_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < LOCATION_CACHE_SLOTS; i++) {
        if (cache->slots[i])
            location_rules_release(&cache->slots[i]->rules);
    }
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

/* A made-up id can only empty one slot. */
static struct held_rules **slot_of(struct location_cache *cache, struct str location_id)
{
    return &cache->slots[str_hash(location_id, 0) % LOCATION_CACHE_SLOTS];
}

static struct held_rules *hold_cached(struct location_cache *cache, struct str location_id,
                                      enum location_cache_age age, uint64_t *changes)
{
    pthread_mutex_lock(&cache->mutex);
    *changes = cache->changes;
    struct held_rules *held = *slot_of(cache, location_id);
    int64_t oldest_ns = clock_mono_ns() - LOCATION_CACHE_FRESH_MS * INT64_C(1000000);
    if (held && (age == LOCATION_CACHE_NEWEST || held->loaded_ns < oldest_ns ||
                 !str_eq(held->rules.location.id, location_id)))
        held = NULL;
    if (held)
        atomic_fetch_add(&held->holders, 1);
    pthread_mutex_unlock(&cache->mutex);
    return held;
}

static enum err read_rules(struct store *store, struct str location_id, struct held_rules *held)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_location_get(view, &held->arena, location_id, &held->rules.location);
    if (!err)
        err = store_custom_field_list(view, &held->arena, location_id, &held->rules.custom_fields);
    store_view_release(view);
    return err;
}

/* Not when something was forgotten while it was read: it may be what was. */
static void keep(struct location_cache *cache, struct held_rules *held, uint64_t changes)
{
    struct held_rules *old = NULL;
    pthread_mutex_lock(&cache->mutex);
    if (cache->changes == changes) {
        struct held_rules **slot = slot_of(cache, held->rules.location.id);
        atomic_fetch_add(&held->holders, 1); /* the slot's own */
        old = *slot;
        *slot = held;
    }
    pthread_mutex_unlock(&cache->mutex);
    if (old)
        location_rules_release(&old->rules);
}

void location_cache_forget(struct location_cache *cache, struct str location_id)
{
    pthread_mutex_lock(&cache->mutex);
    struct held_rules **slot = slot_of(cache, location_id);
    struct held_rules *old = *slot;
    *slot = NULL;
    cache->changes++;
    pthread_mutex_unlock(&cache->mutex);
    if (old)
        location_rules_release(&old->rules);
}

enum err location_cache_get(struct location_cache *cache, struct str location_id,
                            enum location_cache_age age, const struct location_rules **rules)
{
    uint64_t changes;
    struct held_rules *held = hold_cached(cache, location_id, age, &changes);
    if (!held) {
        held = memory_alloc(sizeof *held);
        arena_init(&held->arena);
        atomic_init(&held->holders, 1);
        held->loaded_ns = clock_mono_ns();
        enum err err = read_rules(cache->store, location_id, held);
        if (err) {
            location_rules_release(&held->rules);
            return err;
        }
        keep(cache, held, changes);
    }
    *rules = &held->rules;
    return ERR_NONE;
}
