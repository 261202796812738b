/*
 * Is there room for one more of what is counted (struct item_total)? Pure.
 */
#pragma once

#include <stdbool.h>

#include "store/store.h"

struct room {
    int64_t items_most;
    int64_t bytes_most;
};

/*
 * False when a document of `len` bytes cannot take the place of one of `old_len`; 0: there was
 * none. One that gets shorter always can.
 */
static inline bool room_has(const struct room *room, const struct item_total *total, size_t old_len,
                            size_t len)
{
    int64_t more = (int64_t)len - (int64_t)old_len;
    if (old_len == 0 && total->items >= room->items_most)
        return false;
    return more <= 0 || total->bytes + more <= room->bytes_most;
}
