#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log_line.h"

/* Set once, before there is a second thread. */
static enum log_level log_least = LOG_INFO;
static enum log_format log_format = LOG_LOGFMT;

static const char *const log_level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

void log_configure(enum log_level least, enum log_format format)
{
    log_least = least;
    log_format = format;
}

bool log_enabled(enum log_level level)
{
    return level >= log_least;
}

/* ---- gathered lines ---------------------------------------------------------------------------
 */

/*
 * Two halves: while one is being written, lines gather in the other. A half holds what a busy
 * server logs in half of LOG_GATHER_MS.
 */
enum { HALF_SIZE = 64 << 10 };

struct half {
    size_t len;
    char bytes[HALF_SIZE];
};

static struct {
    pthread_mutex_t mutex;  /* of all that follows */
    pthread_cond_t changed; /* there is something to write, or nothing being written any more */
    pthread_t thread;
    bool gathering;
    bool writing;
    struct half halves[2];
    struct half *filling;
} gathered = {.mutex = PTHREAD_MUTEX_INITIALIZER,
              .changed = PTHREAD_COND_INITIALIZER,
              .filling = &gathered.halves[0]};

/* A log that cannot be written cannot be complained about either. */
static void write_half(struct half *half)
{
    size_t done = 0;
    while (done < half->len) {
        ssize_t written = write(STDERR_FILENO, half->bytes + done, half->len - done);
        if (written < 0 && errno != EINTR)
            break;
        done += written > 0 ? (size_t)written : 0;
    }
    half->len = 0;
}

/* With the mutex held, which is let go while writing: one writes at a time, so lines keep order. */
static void write_gathered(void)
{
    while (gathered.writing)
        pthread_cond_wait(&gathered.changed, &gathered.mutex);
    struct half *full = gathered.filling;
    gathered.filling = full == &gathered.halves[0] ? &gathered.halves[1] : &gathered.halves[0];
    gathered.writing = true;
    pthread_mutex_unlock(&gathered.mutex);
    write_half(full);
    pthread_mutex_lock(&gathered.mutex);
    gathered.writing = false;
    pthread_cond_broadcast(&gathered.changed);
}

static void add_line(enum log_level level, struct str line)
{
    pthread_mutex_lock(&gathered.mutex);
    while (line.len > HALF_SIZE - gathered.filling->len)
        write_gathered();
    struct half *half = gathered.filling;
    if (half->len == 0)
        pthread_cond_broadcast(&gathered.changed);
    memcpy(half->bytes + half->len, line.ptr, line.len);
    half->len += line.len;
    if (!gathered.gathering || level >= LOG_WARN)
        write_gathered();
    pthread_mutex_unlock(&gathered.mutex);
}

/* Lets lines gather for a while, then writes those that did not fill a half by themselves. */
static void *write_now_and_then(void *context)
{
    (void)context;
    const struct timespec pause = {0, LOG_GATHER_MS * 1000000L};
    pthread_mutex_lock(&gathered.mutex);
    while (gathered.gathering) {
        if (gathered.filling->len == 0) {
            pthread_cond_wait(&gathered.changed, &gathered.mutex);
            continue;
        }
        pthread_mutex_unlock(&gathered.mutex);
        nanosleep(&pause, NULL);
        pthread_mutex_lock(&gathered.mutex);
        write_gathered();
    }
    pthread_mutex_unlock(&gathered.mutex);
    return NULL;
}

void log_gather_start(void)
{
    pthread_mutex_lock(&gathered.mutex);
    gathered.gathering = pthread_create(&gathered.thread, NULL, write_now_and_then, NULL) == 0;
    if (gathered.gathering)
        pthread_setname_np(gathered.thread, "log");
    pthread_mutex_unlock(&gathered.mutex);
}

void log_gather_stop(void)
{
    pthread_mutex_lock(&gathered.mutex);
    bool gathering = gathered.gathering;
    gathered.gathering = false;
    pthread_cond_broadcast(&gathered.changed);
    write_gathered();
    pthread_mutex_unlock(&gathered.mutex);
    if (gathering)
        pthread_join(gathered.thread, NULL);
}

/* ---- a line -----------------------------------------------------------------------------------
 */

void log_fields(enum log_level level, const char *event, const struct log_field *fields)
{
    if (!log_enabled(level))
        return;
    char now[CLOCK_ISO_LEN];
    clock_format_iso(clock_wall_ms(), now);
    const struct log_field head[] = {
        log_str("ts", (struct str){.ptr = now, .len = CLOCK_ISO_LEN}),
        log_str("level", str_of(log_level_names[level])),
        log_str("event", str_of(event)),
    };
    struct log_line line;
    log_line_begin(&line, log_format);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
        log_line_add(&line, &head[i]);
    for (; fields->name; fields++)
        log_line_add(&line, fields);
    add_line(level, log_line_end(&line));
}
