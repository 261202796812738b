#include "store/postgres/contact_cache.h"

#include <assert.h>
#include <stdlib.h>

void contact_cache_init(struct contact_cache *cache, struct arena *arena)
{
    *cache = (struct contact_cache){.arena = arena};
}

static struct cached_contact **place_of(struct contact_cache *cache, struct str location_id,
                                        struct str id)
{
    uint64_t hash = str_hash(id, str_hash(location_id, 0));
    struct cached_contact **place = &cache->buckets[hash % CACHE_BUCKETS];
    while (*place && !(str_eq((*place)->id, id) && str_eq((*place)->location_id, location_id)))
        place = &(*place)->next;
    return place;
}

struct cached_contact *contact_cache_find(struct contact_cache *cache, struct str location_id,
                                          struct str id)
{
    return *place_of(cache, location_id, id);
}

struct cached_contact *contact_cache_add(struct contact_cache *cache, struct str location_id,
                                         struct str id)
{
    struct cached_contact **place = place_of(cache, location_id, id);
    assert(!*place);
    *place = ARENA_NEW(cache->arena, struct cached_contact);
    **place = (struct cached_contact){
        .location_id = arena_copy(cache->arena, location_id),
        .id = arena_copy(cache->arena, id),
    };
    return *place;
}

void contact_cache_forget(struct contact_cache *cache, struct str location_id, struct str id)
{
    struct cached_contact **place = place_of(cache, location_id, id);
    assert(!*place || !(*place)->dirty);
    if (*place)
        *place = (*place)->next;
}

void contact_cache_soil(struct contact_cache *cache, struct cached_contact *cached)
{
    cache->dirty_count += !cached->dirty;
    cached->dirty = true;
}

static int compare(const void *a, const void *b)
{
    const struct cached_contact *one = *(struct cached_contact *const *)a;
    const struct cached_contact *other = *(struct cached_contact *const *)b;
    int order = str_compare(one->location_id, other->location_id);
    return order != 0 ? order : str_compare(one->id, other->id);
}

struct cached_contact **contact_cache_take_dirty(struct contact_cache *cache, size_t *count)
{
    struct cached_contact **list =
        ARENA_ARRAY(cache->arena, struct cached_contact *, cache->dirty_count);
    size_t filled = 0;
    for (size_t i = 0; i < CACHE_BUCKETS; i++) {
        for (struct cached_contact *cached = cache->buckets[i]; cached; cached = cached->next) {
            if (cached->dirty)
                list[filled++] = cached;
            cached->dirty = false;
        }
    }
    assert(filled == cache->dirty_count);
    cache->dirty_count = 0;
    qsort(list, filled, sizeof *list, compare);
    *count = filled;
    return list;
}
