#include "base/clock.h"

#include <assert.h>
#include <time.h>

enum { MS_PER_S = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

static struct timespec clock_read(clockid_t id)
{
    struct timespec now;
    int failed = clock_gettime(id, &now);
    assert(!failed);
    return now;
}

int64_t clock_wall_ms(void)
{
    struct timespec now = clock_read(CLOCK_REALTIME);
    return (int64_t)now.tv_sec * MS_PER_S + now.tv_nsec / NS_PER_MS;
}

int64_t clock_mono_ns(void)
{
    struct timespec now = clock_read(CLOCK_MONOTONIC);
    return (int64_t)now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void put_digits(char *out, size_t width, int number)
{
    for (size_t i = width; i-- > 0; number /= 10)
        out[i] = (char)('0' + number % 10);
}

static void format_second(time_t second, char out[CLOCK_ISO_LEN])
{
    struct tm utc;
    struct tm *converted = gmtime_r(&second, &utc);
    assert(converted && utc.tm_year >= -1900 && utc.tm_year <= 9999 - 1900);
    memcpy(out, "0000-00-00T00:00:00.000Z", CLOCK_ISO_LEN);
    put_digits(out, 4, utc.tm_year + 1900);
    put_digits(out + 5, 2, utc.tm_mon + 1);
    put_digits(out + 8, 2, utc.tm_mday);
    put_digits(out + 11, 2, utc.tm_hour);
    put_digits(out + 14, 2, utc.tm_min);
    put_digits(out + 17, 2, utc.tm_sec);
}

/* The second a thread formatted last is nearly always this one; gmtime_r takes a lock of libc's. */
void clock_format_iso(int64_t wall_ms, char out[CLOCK_ISO_LEN])
{
    static _Thread_local time_t last_second;
    static _Thread_local char last_text[CLOCK_ISO_LEN];
    int ms = (int)(wall_ms % MS_PER_S);
    if (ms < 0)
        ms += MS_PER_S; /* before 1970 the milliseconds still count forwards */
    time_t second = (wall_ms - ms) / MS_PER_S;
    if (last_text[0] == '\0' || second != last_second)
        format_second(second, last_text);
    last_second = second;
    memcpy(out, last_text, CLOCK_ISO_LEN);
    put_digits(out + 20, 3, ms);
}

struct str clock_iso(struct arena *arena, int64_t wall_ms)
{
    char *text = arena_alloc(arena, CLOCK_ISO_LEN);
    clock_format_iso(wall_ms, text);
    return (struct str){.ptr = text, .len = CLOCK_ISO_LEN};
}
