/*
 * The place of a contact in the search file: its key, and where it stands in the default order.
 *
 *      16 bits   number of its location, 1 and up
 *      42 bits   dateAdded, milliseconds since 1970 (until the year 2109)
 *       5 bits   seat among those of the same millisecond
 *
 * So a location is a range of keys, and newest first is that range backwards.
 */
#pragma once

#include <stdint.h>

enum { PLACE_SEAT_BITS = 5, PLACE_MS_BITS = 42, PLACE_LOCATION_BITS = 16 };

#define PLACE_SEATS        (INT64_C(1) << PLACE_SEAT_BITS)
#define PLACE_MS_MAX       ((INT64_C(1) << PLACE_MS_BITS) - 1)
#define PLACE_LOCATION_MAX ((INT64_C(1) << PLACE_LOCATION_BITS) - 1)

/* The first seat of a millisecond; times that do not fit are the nearest that does. */
static inline int64_t place_of(int64_t location_number, int64_t date_added_ms)
{
    int64_t ms = date_added_ms < 0              ? 0
                 : date_added_ms > PLACE_MS_MAX ? PLACE_MS_MAX
                                                : date_added_ms;
    return (location_number << PLACE_MS_BITS | ms) << PLACE_SEAT_BITS;
}

static inline int64_t place_first(int64_t location_number)
{
    return place_of(location_number, 0);
}

static inline int64_t place_last(int64_t location_number)
{
    return place_of(location_number, PLACE_MS_MAX) + PLACE_SEATS - 1;
}
