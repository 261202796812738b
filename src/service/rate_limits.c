/*
 * One bucket a location that has asked since the start, in a tree of the C library: there are never
 * more of them than locations. One mutex guards it, held for a look.
 */
#include "service/rate_limits.h"

#include <assert.h>
#include <pthread.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* As published, and as seen of a sandbox account. */
static const struct profile {
    struct str name;
    int64_t most;
    int64_t daily_most;
} profiles[] = {
    {STR_INIT("highlevel"), 100, 200000},
    {STR_INIT("sandbox"), 25, 10000},
};

struct bucket {
    char location_id[RAND_ID_LEN]; /* zeroes: the agency's */
    int64_t interval_start_ms;
    int64_t count; /* in the interval */
    int64_t day;   /* since 1970 */
    int64_t daily_count;
};

struct rate_limits {
    const struct profile *profile;
    pthread_mutex_t mutex;
    void *buckets;
};

struct rate_limits *rate_limits_new(struct str profile_name)
{
    const struct profile *profile = NULL;
    for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++) {
        if (str_eq(profiles[i].name, profile_name))
            profile = &profiles[i];
    }
    assert(profile || str_eq(profile_name, STR("off"))); /* conf.def knows no other */
    if (!profile)
        return NULL;
    struct rate_limits *limits = memory_alloc_zeroed(sizeof *limits);
    limits->profile = profile;
    pthread_mutex_init(&limits->mutex, NULL);
    return limits;
}

void rate_limits_free(struct rate_limits *limits)
{
    if (!limits)
        return;
    tdestroy(limits->buckets, free);
    pthread_mutex_destroy(&limits->mutex);
    free(limits);
}

static int compare(const void *a, const void *b)
{
    const struct bucket *one = a;
    const struct bucket *other = b;
    return memcmp(one->location_id, other->location_id, RAND_ID_LEN);
}

static struct bucket *bucket_of(struct rate_limits *limits, const struct identity *who)
{
    struct bucket key = {.count = 0};
    memcpy(key.location_id, who->location_id, RAND_ID_LEN);
    struct bucket **found = tfind(&key, &limits->buckets, compare);
    if (found)
        return *found;
    struct bucket *bucket = memory_alloc(sizeof *bucket);
    *bucket = key;
    found = tsearch(bucket, &limits->buckets, compare);
    if (!found)
        memory_exhausted(sizeof *bucket);
    return bucket;
}

static void start_windows(struct bucket *bucket, struct rate_time now)
{
    int64_t day = now.wall_ms / RATE_DAY_MS;
    if (bucket->count == 0 || now.mono_ms - bucket->interval_start_ms >= RATE_INTERVAL_MS) {
        bucket->interval_start_ms = now.mono_ms;
        bucket->count = 0;
    }
    if (bucket->day != day) {
        bucket->day = day;
        bucket->daily_count = 0;
    }
}

static bool take(const struct profile *profile, struct bucket *bucket, struct rate_time now,
                 struct rate_standing *standing)
{
    bool day_full = bucket->daily_count >= profile->daily_most;
    bool interval_full = bucket->count >= profile->most;
    bool taken = !day_full && !interval_full;
    bucket->count += taken;
    bucket->daily_count += taken;
    *standing = (struct rate_standing){
        .most = profile->most,
        .left = profile->most - bucket->count,
        .daily_most = profile->daily_most,
        .daily_left = profile->daily_most - bucket->daily_count,
        .daily_reset_ms = RATE_DAY_MS - now.wall_ms % RATE_DAY_MS,
    };
    if (day_full)
        standing->wait_ms = standing->daily_reset_ms;
    else if (interval_full)
        standing->wait_ms = bucket->interval_start_ms + RATE_INTERVAL_MS - now.mono_ms;
    return taken;
}

bool rate_limits_take(struct rate_limits *limits, const struct identity *who, struct rate_time now,
                      struct rate_standing *standing)
{
    pthread_mutex_lock(&limits->mutex);
    struct bucket *bucket = bucket_of(limits, who);
    start_windows(bucket, now);
    bool taken = take(limits->profile, bucket, now, standing);
    pthread_mutex_unlock(&limits->mutex);
    return taken;
}
