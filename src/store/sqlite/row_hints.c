#include "store/sqlite/row_hints.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"

/*
 * One word a hint, so that it is read and written whole: a rowid, which is small as long as a table
 * has fewer than 2^40 rows, and above it so much of the hash that most strangers are told apart.
 * Two million of them are 16 MiB, of which a store with fewer contacts touches less.
 */
enum { HINTS = 1 << 21, ROWID_BITS = 40 };

#define ROWID_MASK ((UINT64_C(1) << ROWID_BITS) - 1)

struct row_hints {
    _Atomic uint64_t words[HINTS]; /* 0: none */
};

struct row_hints *row_hints_new(void)
{
    return memory_alloc_zeroed(sizeof(struct row_hints));
}

void row_hints_free(struct row_hints *hints)
{
    free(hints);
}

static uint64_t hash_of(struct str location_id, struct str id)
{
    return str_hash(id, str_hash(location_id, 0));
}

static _Atomic uint64_t *place_of(struct row_hints *hints, uint64_t hash)
{
    return &hints->words[hash % HINTS];
}

static uint64_t mark_of(uint64_t hash)
{
    return hash & ~ROWID_MASK;
}

bool row_hints_find(struct row_hints *hints, struct str location_id, struct str id, int64_t *rowid)
{
    uint64_t hash = hash_of(location_id, id);
    uint64_t word = atomic_load_explicit(place_of(hints, hash), memory_order_relaxed);
    if (word == 0 || (word & ~ROWID_MASK) != mark_of(hash))
        return false;
    *rowid = (int64_t)(word & ROWID_MASK);
    return true;
}

void row_hints_note(struct row_hints *hints, struct str location_id, struct str id, int64_t rowid)
{
    if (rowid <= 0 || (uint64_t)rowid > ROWID_MASK)
        return;
    uint64_t hash = hash_of(location_id, id);
    atomic_store_explicit(place_of(hints, hash), mark_of(hash) | (uint64_t)rowid,
                          memory_order_relaxed);
}
