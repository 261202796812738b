/*
 * How many requests an app may make in a location, as the live service counts them: so many in ten
 * seconds from the first, so many a day, one bucket for all tokens of a location and one for those
 * of the agency (Source: api-behaviour). Private integration tokens are one app.
 *
 * Counted in memory, by this process: a restart begins anew, and several processes on one store
 * count each for itself. Any thread may ask.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "service/token_cache.h"

/* Both windows are fixed: the first begins with a request, the second at midnight UTC. */
enum { RATE_INTERVAL_MS = 10 * 1000, RATE_DAY_MS = 24 * 60 * 60 * 1000 };

struct rate_limits;

/* What is left of a bucket. All zeroes: nobody counts. */
struct rate_standing {
    int64_t most; /* in RATE_INTERVAL_MS */
    int64_t left;
    int64_t daily_most;
    int64_t daily_left;
    int64_t daily_reset_ms; /* until the next day begins */
    int64_t wait_ms;        /* of a request that is one too many: until the next may come; else 0 */
};

/* A choice of --rate-limits; NULL for "off". */
struct rate_limits *rate_limits_new(struct str profile_name);
void rate_limits_free(struct rate_limits *limits);

/* Now, by both clocks: an interval is a while, and a day is the calendar's. */
struct rate_time {
    int64_t mono_ms;
    int64_t wall_ms;
};

/*
 * Counts a request of that identity, which must be somebody. False when it is one too many; then it
 * is not counted.
 */
bool rate_limits_take(struct rate_limits *limits, const struct identity *who, struct rate_time now,
                      struct rate_standing *standing);
