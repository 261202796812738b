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

/* As many lines as a pipe takes whole at once. */
static struct {
    pthread_mutex_t mutex; /* of all that follows */
    pthread_cond_t changed;
    pthread_t thread;
    bool gathering;
    size_t len;
    char bytes[LOG_LINE_MAX];
} gathered = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

/* A log that cannot be written cannot be complained about either. */
static void write_gathered(void)
{
    size_t done = 0;
    while (done < gathered.len) {
        ssize_t written = write(STDERR_FILENO, gathered.bytes + done, gathered.len - done);
        if (written < 0 && errno != EINTR)
            break;
        done += written > 0 ? (size_t)written : 0;
    }
    gathered.len = 0;
}

static void add_line(enum log_level level, struct str line)
{
    pthread_mutex_lock(&gathered.mutex);
    if (line.len > sizeof gathered.bytes - gathered.len)
        write_gathered();
    if (gathered.len == 0)
        pthread_cond_signal(&gathered.changed);
    memcpy(gathered.bytes + gathered.len, line.ptr, line.len);
    gathered.len += line.len;
    if (!gathered.gathering || level >= LOG_WARN)
        write_gathered();
    pthread_mutex_unlock(&gathered.mutex);
}

/* Lets lines gather for a while, then writes those that did not fill a write by themselves. */
static void *write_now_and_then(void *context)
{
    (void)context;
    const struct timespec pause = {0, LOG_GATHER_MS * 1000000L};
    pthread_mutex_lock(&gathered.mutex);
    while (gathered.gathering) {
        if (gathered.len == 0) {
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
    pthread_cond_signal(&gathered.changed);
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
