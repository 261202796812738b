/*
 * The place of a contact among those of its location that are searched, in the default order: 42
 * bits of the date added in milliseconds since 1970, 20 bits that tell those of one millisecond
 * apart.
 */
#pragma once

#include <stdint.h>

enum { PG_PLACE_SEAT_BITS = 20 };

#define PG_PLACE_MS_MAX ((INT64_C(1) << 42) - 1)
#define PG_PLACE_LAST   INT64_MAX

/* The first of a millisecond; times that do not fit are the nearest that does. */
static inline int64_t pg_place_first(int64_t date_added_ms)
{
    int64_t ms = date_added_ms < 0                 ? 0
                 : date_added_ms > PG_PLACE_MS_MAX ? PG_PLACE_MS_MAX
                                                   : date_added_ms;
    return ms << PG_PLACE_SEAT_BITS;
}
