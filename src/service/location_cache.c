/*
 * A table of slots like the token cache's; a slot holds one counted reference to immutable rules.
 *
 * Who reads rules while they are changed may have read the old ones. A slot counts how often it was
 * told to forget: rules that were read before the last time are used by their reader, whose request
 * began before the change was answered, and not kept.
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

struct slot {
    struct held_rules *held; /* NULL: nothing */
    uint64_t forgotten;      /* times */
};

/* Whether there are removed fields anywhere, and when that was asked. */
struct removed_anywhere {
    atomic_bool any;
    _Atomic int64_t asked_ns;
    uint64_t forgotten; /* times, of any slot; under the mutex */
};

struct location_cache {
    struct store *store;
    pthread_mutex_t mutex;
    struct slot slots[LOCATION_CACHE_SLOTS];
    struct removed_anywhere removed;
};

struct location_cache *location_cache_new(struct store *store)
{
    struct location_cache *cache = memory_alloc_zeroed(sizeof *cache);
    cache->store = store;
    pthread_mutex_init(&cache->mutex, NULL);
    atomic_init(&cache->removed.any, true); /* until it is asked */
    atomic_init(&cache->removed.asked_ns, 0);
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
        if (cache->slots[i].held)
            location_rules_release(&cache->slots[i].held->rules);
    }
    pthread_mutex_destroy(&cache->mutex);
    free(cache);
}

/* A made-up id can only empty one slot. */
static struct slot *slot_of(struct location_cache *cache, struct str location_id)
{
    return &cache->slots[str_hash(location_id, 0) % LOCATION_CACHE_SLOTS];
}

/* NULL when there are none; *forgotten is then for `keep`. */
static struct held_rules *hold_cached(struct location_cache *cache, struct str location_id,
                                      enum location_cache_age age, uint64_t *forgotten)
{
    pthread_mutex_lock(&cache->mutex);
    const struct slot *slot = slot_of(cache, location_id);
    struct held_rules *held = age == LOCATION_CACHE_FRESH ? slot->held : NULL;
    int64_t oldest_ns = clock_mono_ns() - LOCATION_CACHE_FRESH_MS * INT64_C(1000000);
    if (held && (age == LOCATION_CACHE_NEWEST || held->loaded_ns < oldest_ns ||
                 !str_eq(held->rules.location.id, location_id)))
        held = NULL;
    if (held)
        atomic_fetch_add(&held->holders, 1);
    *forgotten = slot->forgotten;
    pthread_mutex_unlock(&cache->mutex);
    return held;
}

static enum err read_rules(struct store *store, struct str location_id, struct held_rules *held)
{
    struct location_rules *rules = &held->rules;
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    err = store_location_get(view, &held->arena, location_id, &rules->location);
    if (!err)
        err = store_custom_field_list(view, &held->arena, location_id, STR(CUSTOM_FIELD_CONTACT),
                                      &rules->custom_fields);
    if (!err)
        err = store_removed_field_list(view, &held->arena, location_id, &rules->removed_fields);
    store_view_release(view);
    return err;
}

static void keep(struct location_cache *cache, struct held_rules *held, uint64_t forgotten)
{
    struct held_rules *old = NULL;
    pthread_mutex_lock(&cache->mutex);
    struct slot *slot = slot_of(cache, held->rules.location.id);
    if (slot->forgotten == forgotten) {
        atomic_fetch_add(&held->holders, 1); /* the slot's own */
        old = slot->held;
        slot->held = held;
    }
    pthread_mutex_unlock(&cache->mutex);
    if (old)
        location_rules_release(&old->rules);
}

enum err location_cache_get(struct location_cache *cache, struct str location_id,
                            enum location_cache_age age, const struct location_rules **rules)
{
    uint64_t forgotten;
    struct held_rules *held = hold_cached(cache, location_id, age, &forgotten);
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
        keep(cache, held, forgotten);
    }
    *rules = &held->rules;
    return ERR_NONE;
}

void location_cache_forget(struct location_cache *cache, struct str location_id)
{
    pthread_mutex_lock(&cache->mutex);
    struct slot *slot = slot_of(cache, location_id);
    struct held_rules *old = slot->held;
    slot->held = NULL;
    slot->forgotten++;
    cache->removed.forgotten++;
    atomic_store(&cache->removed.any, true); /* perhaps: it is asked again */
    atomic_store(&cache->removed.asked_ns, 0);
    pthread_mutex_unlock(&cache->mutex);
    if (old)
        location_rules_release(&old->rules);
}

/* ---- removed fields ---------------------------------------------------------------------------
 */

static uint64_t times_forgotten(struct location_cache *cache)
{
    pthread_mutex_lock(&cache->mutex);
    uint64_t times = cache->removed.forgotten;
    pthread_mutex_unlock(&cache->mutex);
    return times;
}

/* What cannot be asked is taken for a yes: whoever asks for the rules then is told why. */
static bool ask_for_removed(struct store *store)
{
    struct store_view *view;
    struct arena arena;
    struct removed_fields fields;
    if (store_view_acquire(store, &view) != ERR_NONE)
        return true;
    arena_init(&arena);
    enum err err = store_removed_fields_next(view, &arena, INT64_MAX, &fields);
    arena_release(&arena);
    store_view_release(view);
    return err != ERR_NOT_FOUND;
}

/* Unless a field was removed meanwhile: then the next one asks. */
static void note_removed(struct location_cache *cache, bool any, int64_t now_ns, uint64_t forgotten)
{
    pthread_mutex_lock(&cache->mutex);
    if (cache->removed.forgotten == forgotten) {
        atomic_store(&cache->removed.any, any);
        atomic_store(&cache->removed.asked_ns, now_ns);
    }
    pthread_mutex_unlock(&cache->mutex);
}

bool location_cache_has_removed_fields(struct location_cache *cache)
{
    int64_t now_ns = clock_mono_ns();
    int64_t asked_ns = atomic_load_explicit(&cache->removed.asked_ns, memory_order_acquire);
    if (asked_ns != 0 && now_ns - asked_ns < LOCATION_CACHE_FRESH_MS * INT64_C(1000000))
        return atomic_load_explicit(&cache->removed.any, memory_order_acquire);
    uint64_t forgotten = times_forgotten(cache);
    bool any = ask_for_removed(cache->store);
    note_removed(cache, any, now_ns, forgotten);
    return any;
}
