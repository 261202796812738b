/*
 * The contacts that a transaction has locked: read once, changed here, saved together.
 */
#pragma once

#include "base/arena.h"
#include "store/store.h"

struct cached_contact {
    struct str location_id;
    struct str id;
    struct contact_row row; /* when `there` */
    bool there;             /* false: the location has none of that id */
    bool dirty;             /* changed, and not saved yet */
    struct cached_contact *next;
};

enum { CACHE_BUCKETS = 256 };

/* Lives in the transaction's arena, and is gone with it. */
struct contact_cache {
    struct arena *arena;
    struct cached_contact *buckets[CACHE_BUCKETS];
    size_t dirty_count;
};

void contact_cache_init(struct contact_cache *cache, struct arena *arena);

/* NULL: nothing is known of it. */
struct cached_contact *contact_cache_find(struct contact_cache *cache, struct str location_id,
                                          struct str id);

/* An empty one, to be filled; the keys are copied. It must not be there yet. */
struct cached_contact *contact_cache_add(struct contact_cache *cache, struct str location_id,
                                         struct str id);

/* Nothing is known of it from now on. It must not be dirty. */
void contact_cache_forget(struct contact_cache *cache, struct str location_id, struct str id);

void contact_cache_soil(struct contact_cache *cache, struct cached_contact *cached);

/* The dirty ones, by location and id, which are clean then; an array in the arena. */
struct cached_contact **contact_cache_take_dirty(struct contact_cache *cache, size_t *count);
