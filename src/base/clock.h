/*
 * Time. Any thread may ask. The domain never does: it is told.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Milliseconds since 1970, UTC: what dateAdded and dateUpdated are made of. */
int64_t clock_wall_ms(void);

/* Nanoseconds of a clock that never goes back, for durations. */
int64_t clock_mono_ns(void);

enum { CLOCK_ISO_LEN = 24 };

/* "2021-07-02T05:18:26.704Z" (UTC, years 0000 to 9999) into exactly CLOCK_ISO_LEN bytes, no NUL. */
void clock_format_iso(int64_t wall_ms, char out[CLOCK_ISO_LEN]);

/* The same in an arena. */
struct str clock_iso(struct arena *arena, int64_t wall_ms);
